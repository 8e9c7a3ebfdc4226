import { describe, expect, it } from 'vitest';
import type { QueuedRun, Slx } from '../../api/types';
import { conditionsOf, givenOf, isSome, meantOf, NONE, wordsOf } from './conditions';

const run = (id: string, slx: string, taskTitles: string, pool: string): QueuedRun => ({
  id,
  runSessionId: id,
  slxName: `default--${slx}`,
  slxShortName: slx,
  taskTitles,
  requester: 'admin',
  requestTime: '2026-11-26T00:00:00Z',
  expiresAt: '2026-11-26T00:20:00Z',
  ageSeconds: 1,
  position: 1,
  pool,
  state: 'waiting',
  reason: 'Waits for a free slot.',
});

const slx = (name: string, cluster: string): Slx => ({
  name: `default--${name}`,
  shortName: name,
  workspace: 'default',
  spec: { tags: [{ name: 'cluster', value: cluster }] },
  hasSli: false,
  hasRunbook: true,
  warnings: [],
});

const runs = [
  run('1', 'disk', 'Look||Free', 'starter'),
  run('2', 'disk', '*', 'starter'),
  run('3', 'web', 'Look', 'other'),
];
const slxs = [slx('disk', 'lab'), slx('web', 'live')];
const meant = (change: Partial<typeof NONE>) =>
  meantOf(runs, { ...NONE, ...change }, slxs).map((one) => one.id);

describe('conditions on runs', () => {
  it('mean nothing when none is given', () => {
    expect(isSome({ ...NONE, slx: '  ', tag: '=' })).toBe(false);
    expect(meant({})).toEqual([]);
  });

  it('mean nothing with a tag that cannot be read, rather than more than was meant', () => {
    expect(isSome({ ...NONE, slx: 'disk', tag: '=lab' })).toBe(false);
    expect(meant({ slx: 'disk', tag: '=lab' })).toEqual([]);
  });

  it('mean the runs for which all of them hold', () => {
    expect(meant({ slx: 'disk' })).toEqual(['1', '2']);
    expect(meant({ slx: 'default--disk' })).toEqual(['1', '2']);
    expect(meant({ tag: 'cluster=live' })).toEqual(['3']);
    expect(meant({ tag: 'cluster' })).toEqual(['1', '2', '3']);
    expect(meant({ pool: 'starter', tag: 'cluster=live' })).toEqual([]);
  });

  it('mean a run by a task that it names, not by one among all', () => {
    expect(meant({ task: 'Look' })).toEqual(['1', '3']);
  });

  it('are left out where they are empty, and read back as they were typed', () => {
    const typed = { slx: 'disk', task: '', tag: 'cluster=lab', pool: '' };
    const given = givenOf(typed);
    expect(JSON.parse(JSON.stringify(given))).toEqual({
      slxName: 'disk',
      tag: { name: 'cluster', value: 'lab' },
    });
    expect(conditionsOf({ ...given, slxName: 'default--disk' })).toEqual(typed);
  });

  it('are told in one line', () => {
    const limit = { name: 'one', most: 2, running: 0, slxName: 'default--disk', tag: { name: 'cluster' } };
    expect(wordsOf(limit)).toBe('SLX disk · tag cluster');
  });
});
