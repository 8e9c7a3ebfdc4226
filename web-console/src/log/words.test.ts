import { describe, expect, it } from 'vitest';
import { absenceOf, lackOf } from './words';

describe('a log of which nothing is here', () => {
  it('was never written only when it has no length', () => {
    expect(absenceOf({ logLength: 0, complete: true })).toBe('The run wrote no log.');
    expect(absenceOf({ logLength: 2_048, complete: false })).toContain('2.0 KiB did not arrive');
    expect(absenceOf(undefined)).toBe('No output yet.');
  });
});

describe('a log that is not whole', () => {
  it('says how much of it is lacking', () => {
    expect(lackOf({ logLength: 100, complete: false }, { offset: 40 })).toContain('60 bytes');
  });

  it('lacks nothing while it goes on and when it is complete', () => {
    expect(lackOf(undefined, { offset: 40 })).toBeUndefined();
    expect(lackOf({ logLength: 100, complete: true }, { offset: 100 })).toBeUndefined();
  });
});
