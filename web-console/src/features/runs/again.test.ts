import { describe, expect, it } from 'vitest';
import type { RunRequest, Task } from '../../api/types';
import { accessOf, wishesOf } from './again';

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
