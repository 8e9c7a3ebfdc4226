import type { RunRequest } from '../../api/types';
import { number } from '../slxs/slx';
import { argumentsOf, titlesOf, took } from './run';

/** One thing about two runs, as lines of text. */
export interface Difference {
  name: string;
  now: string[];
  then: string[];
  differs: boolean;
}

/** A run that takes so many times as long, or as short, is told of. */
const TIMES = 2;

/** What a run and an earlier good one have in common, and what not. */
export function compare(run: RunRequest, good: RunRequest): Difference[] {
  const row = (name: string, of: (run: RunRequest) => string[]): Difference => {
    const [now, then] = [of(run), of(good)];
    return { name, now, then, differs: now.join('\n') !== then.join('\n') };
  };
  const metric = row('SLI', ({ metric }) => (metric === undefined ? [] : [number(metric)]));
  return [
    row('Outcome', ({ outcome }) => (outcome === undefined ? [] : [outcome])),
    { ...row('Took', (one) => [took(one)]), differs: isMuch(seconds(run), seconds(good)) },
    row('Commit', ({ commit }) => (commit === undefined ? [] : [commit.slice(0, 10)])),
    row('Arguments', ({ runtimeVarOverrides = {} }) => [argumentsOf(runtimeVarOverrides)].filter(Boolean)),
    row('Did not pass', ({ failedTitles }) => titlesOf(failedTitles)),
    row('Issues', ({ issues = [] }) => [...new Set(issues.map(({ title }) => title))].sort()),
    ...(metric.now.length + metric.then.length === 0 ? [] : [metric]),
  ];
}

function seconds({ startedAt, finishedAt }: RunRequest): number | undefined {
  return startedAt === undefined || finishedAt === undefined
    ? undefined
    : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
}

/** Differences of less than a second are noise. */
function isMuch(now: number | undefined, then: number | undefined): boolean {
  if (now === undefined || then === undefined) {
    return now !== then;
  }
  const [less, more] = now < then ? [now, then] : [then, now];
  return more - less >= 1 && more >= less * TIMES;
}
