import { describe, expect, it } from 'vitest';
import type { RunRequest, Task } from '../../api/types';
import { accessOf, atPresentCommits, wishesOf } from './again';
import { explanationOf, firstToShow, runToShow } from './run';

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
    expect(wishesOf([run({ taskTitles: 'Look||Free it' }), run({ taskTitles: '*' })])).toEqual([
      { slx: 'disk', titles: ['Look', 'Free it'] },
      { slx: 'disk', titles: [] },
    ]);
  });

  it('keeps the arguments, and the commit unless the present one is wished for', () => {
    const wishes =
      wishesOf([run({ taskTitles: '*', runtimeVarOverrides: { LIMIT: '80' }, commit: 'c0ffee' })]) ?? [];
    expect(wishes).toMatchObject([{ overrides: { LIMIT: '80' }, commit: 'c0ffee' }]);
    expect(atPresentCommits(wishes)).toEqual([{ slx: 'disk', titles: [], overrides: { LIMIT: '80' } }]);
  });

  it('wishes for nothing while the tasks of a run are not known, lest it run them all', () => {
    expect(wishesOf([run({ taskTitles: 'Look' }), run({ taskTitles: undefined })])).toBeUndefined();
  });

  it('leaves scheduled checks out', () => {
    expect(wishesOf([run({ kind: 'sli' })])).toEqual([]);
  });

  it('knows whether what is wished for may change something', () => {
    const tasks = [task('Look', 'read-only'), task('Free', 'read-write'), task('Guess', 'untagged')];
    expect(accessOf([{ slx: 'disk', titles: ['Look'] }], tasks)).toBe('read-only');
    expect(accessOf([{ slx: 'disk', titles: ['Guess', 'Look'] }], tasks)).toBe('untagged');
    expect(accessOf([{ slx: 'disk', titles: [] }], tasks)).toBe('read-write');
  });

  it('does not know it of tasks that are not listed', () => {
    const tasks = [task('Look', 'read-only'), task('Free', 'read-write')];
    expect(accessOf([{ slx: 'other', titles: [] }], tasks)).toBe('unknown');
    expect(accessOf([{ slx: 'disk', titles: ['Look', 'Gone'] }], tasks)).toBe('unknown');
    expect(accessOf([{ slx: 'disk', titles: ['Free', 'Gone'] }], tasks)).toBe('read-write');
  });

  it('does not mistake a health check for a task that is run on demand', () => {
    const tasks = [task('Look', 'read-only'), task('Check', 'read-write', { kind: 'health check' })];
    expect(accessOf([{ slx: 'disk', titles: [] }], tasks)).toBe('read-only');
  });
});

describe('the run that a session shows', () => {
  const begun = { isCompleted: false, startedAt: '2026-11-26T00:00:00Z' };

  it('is at first one that is under way, else the first', () => {
    expect(firstToShow([run({ id: '1' }), run({ id: '2', ...begun })])?.id).toBe('2');
    expect(firstToShow([run({ id: '1' }), run({ id: '2' })])?.id).toBe('1');
  });

  it('stays the same when others begin and end, until another one is asked for', () => {
    const runs = [run({ id: '1', ...begun }), run({ id: '2' }), run({ id: '3' })];
    expect(runToShow(runs, null, '2')?.id).toBe('2');
    expect(runToShow(runs, '3', '2')?.id).toBe('3');
    expect(runToShow(runs, 'gone', '2')?.id).toBe('2');
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
