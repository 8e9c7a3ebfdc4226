import { describe, expect, it } from 'vitest';
import { takenFault } from './names';

describe('the name of something new', () => {
  it('must not be that of something that would be replaced', () => {
    expect(takenFault('checks', ['checks', 'tools'])).toBe('checks exists already: change it instead');
    expect(takenFault('check', ['checks', 'tools'])).toBeUndefined();
    expect(takenFault('', [])).toBeUndefined();
  });
});
