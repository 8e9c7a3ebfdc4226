import { describe, expect, it } from 'vitest';
import { stateOf, tagsOf, waited, withTag } from './worker';

const drainsBy = '2026-11-26T00:00:00Z';

describe('a worker', () => {
  it('is drained only when it runs nothing any more', () => {
    expect(stateOf({ health: 'online', running: [] })).toBe('online');
    expect(stateOf({ health: 'online', running: ['1'], drainsBy })).toBe('draining');
    expect(stateOf({ health: 'online', running: [], drainsBy })).toBe('drained');
  });

  it('is silent first of all, since nobody knows what else it is', () => {
    expect(stateOf({ health: 'stale', running: ['1'], drainsBy })).toBe('silent');
  });

  it('is found by any of its tags', () => {
    const workers = [{ tags: ['rack-2', 'arm'] }, { tags: ['rack-2'] }, { tags: [] }];
    expect(tagsOf(workers)).toEqual(['arm', 'rack-2']);
    expect(withTag(workers, 'arm')).toEqual([workers[0]]);
    expect(withTag(workers, 'rack')).toEqual([]);
    expect(withTag(workers, '')).toEqual(workers);
  });

  it('says how long runs waited, roughly', () => {
    expect(waited(undefined)).toBeUndefined();
    expect(waited(0)).toBe('under 0.1 s');
    expect(waited(4.24)).toBe('4.2 s');
    expect(waited(150)).toBe('3 min');
  });
});
