import { describe, expect, it } from 'vitest';
import { ApiProblem } from './client';
import { orderOf, type SentOrder, startFault } from './runs';

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
