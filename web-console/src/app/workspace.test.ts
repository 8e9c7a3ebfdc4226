import { describe, expect, it } from 'vitest';
import { beginningAmong } from './workspace';

describe('the workspace to begin in', () => {
  it('is the remembered one where the caller may see it', () => {
    expect(beginningAmong(['lab', 'live'], 'live')).toBe('live');
  });

  it('is the first of the caller when the remembered one is not among them', () => {
    expect(beginningAmong(['lab', 'live'], 'default')).toBe('lab');
  });

  it('stays the remembered one while no other is known', () => {
    expect(beginningAmong([], 'default')).toBe('default');
  });
});
