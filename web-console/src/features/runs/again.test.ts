import { describe, expect, it } from 'vitest';
import type { RunRequest, Task } from '../../api/types';
import { accessOf, atPresentCommits, wishesOf } from './again';
import { explanationOf } from './run';

const run = (change: Partial<RunRequest>): RunRequest => ({
  id: '1',
  slxName: 'default--disk',
  slxShortName: 'disk',
  kind: 'runbook',
  requestTime: '2026-11-26T00:00:00Z',
  isStaged: false,
  isPending: false,
  isCompleted: true,
  processingStatus: 'failed',
  attempt: 1,
  ...change,
});

const task = (unresolvedTitle: string, access: Task['access'], change: Partial<Task> = {}): Task => ({
  slxName: 'default--disk',
  slxShortName: 'disk',
  kind: 'diagnostic',
  unresolvedTitle,
  resolvedTitle: unresolvedTitle,
  access,
  platform: 'Linux',
  tags: [],
  codeCollection: 'starter',
  codeBundle: 'disk',
  ...change,
});

describe('running again', () => {
  it('wishes for the same SLX and titles, and for all tasks where all were run', () => {
    expect(wishesOf([run({ taskTitles: 'Look || Free it' }), run({ taskTitles: '*' })])).toEqual([
      { slx: 'disk', titles: ['Look', 'Free it'] },
      { slx: 'disk', titles: [] },
    ]);
  });

  it('keeps the arguments, and the commit unless the present one is wished for', () => {
    const wishes = wishesOf([run({ runtimeVarOverrides: { LIMIT: '80' }, commit: 'c0ffee' })]);
    expect(wishes).toMatchObject([{ overrides: { LIMIT: '80' }, commit: 'c0ffee' }]);
    expect(atPresentCommits(wishes)).toEqual([{ slx: 'disk', titles: [], overrides: { LIMIT: '80' } }]);
  });

  it('leaves scheduled checks out', () => {
    expect(wishesOf([run({ kind: 'sli' })])).toEqual([]);
  });

  it('knows whether what is wished for may change something', () => {
    const tasks = [task('Look', 'read-only'), task('Free', 'read-write'), task('Guess', 'untagged')];
    expect(accessOf([{ slx: 'disk', titles: ['Look'] }], tasks)).toBe('read-only');
    expect(accessOf([{ slx: 'disk', titles: ['Guess', 'Look'] }], tasks)).toBe('untagged');
    expect(accessOf([{ slx: 'disk', titles: [] }], tasks)).toBe('read-write');
    expect(accessOf([{ slx: 'other', titles: [] }], tasks)).toBe('untagged');
  });

  it('does not mistake a health check for a task that is run on demand', () => {
    const tasks = [task('Look', 'read-only'), task('Check', 'read-write', { kind: 'health check' })];
    expect(accessOf([{ slx: 'disk', titles: [] }], tasks)).toBe('read-only');
  });
});

describe('the explanation of an outcome', () => {
  it('is not needed for a run that completed or goes on', () => {
    expect(explanationOf(run({ outcome: 'Completed', reason: 'fine' }))).toBeUndefined();
    expect(explanationOf(run({ outcome: undefined }))).toBeUndefined();
  });

  it('says what a lost and an expired run may have done, also without a reason', () => {
    expect(explanationOf(run({ outcome: 'Lost' }))).toMatchObject({
      tone: 'bad',
      title: 'It may have done its work, or part of it',
    });
    expect(explanationOf(run({ outcome: 'Expired' }))).toMatchObject({
      tone: 'notice',
      title: 'It did not begin in time and did nothing',
    });
  });

  it('gives the reason of any other one', () => {
    expect(explanationOf(run({ outcome: 'Cancelled', reason: 'Cancelled by admin.' }))).toEqual({
      tone: 'notice',
      reason: 'Cancelled by admin.',
    });
    expect(explanationOf(run({ outcome: 'TimedOut' }))).toBeUndefined();
  });
});
