import type { RunWish } from '../../api/runs';
import type { Access, RunRequest, Task } from '../../api/types';
import { titlesOf } from './run';

/**
 * The same SLXs, tasks, arguments and commits once more; undefined while it is not known of each run what tasks it is of.
 * Scheduled checks are left out: they come again by themselves. A run that never began has no commit.
 */
export function wishesOf(runs: RunRequest[]): RunWish[] | undefined {
  const onDemand = runs.filter((run) => run.kind === 'runbook');
  return onDemand.some((run) => run.taskTitles === undefined)
    ? undefined
    : onDemand.map((run) => ({
        slx: run.slxShortName,
        titles: titlesOf(run.taskTitles),
        overrides: run.runtimeVarOverrides,
        commit: run.commit,
      }));
}

/** The same with the commits that are ready now. */
export function atPresentCommits(wishes: RunWish[]): RunWish[] {
  return wishes.map((wish) => ({ ...wish, commit: undefined }));
}

/** The most that what is wished for may change: read-write if one of its tasks is, `unknown` if one is not among `tasks`. */
export function accessOf(wishes: RunWish[], tasks: Task[]): Access | 'unknown' {
  const found = wishes.flatMap((wish) => accessesOf(wish, tasks));
  return (
    (['read-write', 'unknown', 'untagged'] as const).find((access) => found.includes(access)) ?? 'read-only'
  );
}

function accessesOf({ slx, titles }: RunWish, tasks: Task[]): (Access | 'unknown')[] {
  const own = tasks.filter((task) => task.kind !== 'health check' && task.slxShortName === slx);
  if (titles.length === 0) {
    return own.length === 0 ? ['unknown'] : own.map(({ access }) => access);
  }
  return titles.map(
    (title) => own.find(({ unresolvedTitle }) => unresolvedTitle === title)?.access ?? 'unknown',
  );
}
