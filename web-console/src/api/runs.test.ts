import { describe, expect, it } from 'vitest';
import { ApiProblem } from './client';
import { awaitsAttempt, orderOf, type SentOrder, startFault } from './runs';

const look = [{ slx: 'disk', titles: ['Look'] }];
const sent = (status: SentOrder['status'], httpStatus?: number): SentOrder => ({
  order: { wishes: [{ slx: 'disk', titles: ['Look'] }], key: 'first' },
  status,
  problem: httpStatus === undefined ? null : new ApiProblem(httpStatus, 'Trouble', ''),
});
const keyAfter = (...orders: SentOrder[]) => orderOf(look, undefined, orders).key;

describe('pressing Run again', () => {
  it('sends the same order while it is not known what came of it', () => {
    for (const status of [0, 409, 500, 503]) {
      expect(keyAfter(sent('error', status))).toBe('first');
    }
    expect(keyAfter(sent('pending'))).toBe('first');
  });

  it('makes a new order after the last one was carried out or refused', () => {
    expect(keyAfter(sent('success'))).not.toBe('first');
    expect(keyAfter(sent('error', 400))).not.toBe('first');
    expect(keyAfter(sent('error', 0), sent('success'))).not.toBe('first');
  });

  it('makes a new order for something else', () => {
    expect(orderOf([{ slx: 'web', titles: [] }], undefined, [sent('error', 0)]).key).not.toBe('first');
  });
});

describe('a start that failed', () => {
  it('is not said to have started nothing unless that is certain', () => {
    expect(startFault('Look', new ApiProblem(400, 'Wrong', 'No such SLX.')).title).toBe(
      'Look was not started',
    );
    expect(startFault('Look', new ApiProblem(0, 'Silence', '')).title).toBe(
      'It is not known whether Look was started',
    );
  });
});

describe('a run between two attempts', () => {
  const ended = { attempt: 1, worker: 'worker-7', finishedAt: '2026-11-26T08:00:30Z' };

  it('awaits the next one once the latest has ended', () => {
    expect(awaitsAttempt({ attempts: [ended] })).toBe(true);
    expect(awaitsAttempt({ attempts: [ended, { attempt: 2, worker: 'worker-8' }] })).toBe(false);
  });

  it('awaits none before the first and after its outcome', () => {
    expect(awaitsAttempt({ attempts: [] })).toBe(false);
    expect(awaitsAttempt({})).toBe(false);
    expect(awaitsAttempt({ outcome: 'Failed', attempts: [ended] })).toBe(false);
  });
});
