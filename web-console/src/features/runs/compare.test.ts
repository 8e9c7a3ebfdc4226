import { describe, expect, it } from 'vitest';
import type { RunRequest } from '../../api/types';
import { compare } from './compare';

const run = (change: Partial<RunRequest>): RunRequest => ({
  id: '1',
  slxName: 'default--disk',
  slxShortName: 'disk',
  kind: 'runbook',
  requestTime: '2026-11-26T00:00:00Z',
  startedAt: '2026-11-26T00:00:00Z',
  finishedAt: '2026-11-26T00:00:10Z',
  isStaged: false,
  isPending: false,
  isCompleted: true,
  processingStatus: 'successful',
  outcome: 'Completed',
  attempt: 1,
  ...change,
});

const differing = (now: Partial<RunRequest>, then: Partial<RunRequest> = {}) =>
  compare(run(now), run(then))
    .filter(({ differs }) => differs)
    .map(({ name }) => name);

describe('a run beside the last good one', () => {
  it('differs in nothing from the same', () => {
    expect(differing({})).toEqual([]);
  });

  it('differs in what it did, ran and was given', () => {
    expect(
      differing({
        outcome: 'Failed',
        commit: 'c0ffee',
        runtimeVarOverrides: { LIMIT: '80' },
        failedTitles: 'Look',
        issues: [{ title: 'Full', severity: 1, closed: false }],
        metric: 0,
      }),
    ).toEqual(['Outcome', 'Commit', 'Arguments', 'Did not pass', 'Issues', 'SLI']);
  });

  it('does not mind the order of arguments and issues', () => {
    const issue = (title: string) => ({ title, severity: 1, closed: false });
    expect(
      differing(
        { runtimeVarOverrides: { A: '1', B: '2' }, issues: [issue('x'), issue('y')] },
        { runtimeVarOverrides: { B: '2', A: '1' }, issues: [issue('y'), issue('x')] },
      ),
    ).toEqual([]);
  });

  it('takes longer only when it takes twice as long', () => {
    expect(differing({ finishedAt: '2026-11-26T00:00:19Z' })).toEqual([]);
    expect(differing({ finishedAt: '2026-11-26T00:00:20Z' })).toEqual(['Took']);
    expect(differing({ startedAt: undefined })).toEqual(['Took']);
  });

  it('leaves the SLI out where neither has one', () => {
    expect(compare(run({}), run({})).map(({ name }) => name)).not.toContain('SLI');
  });
});
