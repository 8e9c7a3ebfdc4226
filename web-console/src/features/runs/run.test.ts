import { describe, expect, it } from 'vitest';
import { attemptText, tasksText, titlesOf } from './run';

describe('joined titles', () => {
  it('are read as they were written, bars and blanks inside them included', () => {
    expect(titlesOf('Look||Free a\\|\\|b|| Wait ')).toEqual(['Look', 'Free a||b', ' Wait ']);
    expect(titlesOf('*')).toEqual([]);
  });

  it('are not said to be all while they are not known', () => {
    expect(tasksText('*')).toBe('All tasks');
    expect(tasksText('Look||Free')).toBe('Look, Free');
    expect(tasksText(undefined)).not.toBe('All tasks');
  });
});

describe('an attempt in one line', () => {
  it('says how it ended, where, after how long and why', () => {
    expect(
      attemptText({
        attempt: 1,
        worker: 'worker-7',
        startedAt: '2026-11-26T08:00:00Z',
        finishedAt: '2026-11-26T08:00:30Z',
        outcome: 'TimedOut',
        reason: 'It took too long.',
      }),
    ).toBe('1 · TimedOut after 30.0 s on worker-7: It took too long.');
  });

  it('says so when its worker told no end', () => {
    expect(attemptText({ attempt: 2, worker: 'worker-7' })).toBe('2 · no end was told on worker-7');
  });
});
