import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunRequest } from '../../api/types';
import { Facts, Identifier } from '../../components/layout';
import { RelativeTime } from '../../components/RelativeTime';
import { Ticked } from '../../components/Ticked';
import { number } from '../slxs/slx';
import { argumentsOf, attemptText, titlesOf } from './run';

export function RunFacts({ run }: { run: RunRequest }) {
  const titles: [string, string[]][] = [
    ['Passed', titlesOf(run.passedTitles)],
    ['Did not pass', titlesOf(run.failedTitles)],
    ['Skipped', titlesOf(run.skippedTitles)],
  ];
  const subMetrics = Object.entries(run.subMetrics ?? {});
  const given = argumentsOf(run.runtimeVarOverrides ?? {});
  const attempts = run.attempts ?? [];
  const facts: [string, ReactNode][] = [
    ['Run', <Identifier key="id" value={run.id} length={36} what="the run's id" />],
    ['Asked', <RelativeTime key="asked" at={run.requestTime} />],
    ['Started', <RelativeTime key="started" at={run.startedAt} none="not yet" />],
    ['Ended', <RelativeTime key="ended" at={run.finishedAt} none="not yet" />],
    attempts.length > 1
      ? [
          'Attempts',
          attempts.map((attempt) => (
            <Text key={`${attempt.attempt} ${attempt.worker}`} size="sm" className="breakable">
              {attemptText(attempt)}
            </Text>
          )),
        ]
      : ['Attempt', run.attempt],
    ['Location', run.location ?? '–'],
    ['Worker', run.worker ?? '–'],
    ['CodeCollection', run.codeCollection ?? '–'],
    ['Robot file', run.pathToRobot ?? '–'],
    [
      'Commit',
      run.commit === undefined ? '–' : <Identifier key="commit" value={run.commit} what="the commit" />,
    ],
    ...(given === '' ? [] : [['Arguments', given] as [string, ReactNode]]),
    ...titles
      .filter(([, names]) => names.length > 0)
      .map(([name, names]): [string, ReactNode] => [
        name,
        names.map((each) => (
          <Text key={each} size="sm">
            <Ticked text={each} />
          </Text>
        )),
      ]),
    ...(run.metric === undefined ? [] : [['SLI', number(run.metric)] as [string, ReactNode]]),
    ...subMetrics.map(([name, value]): [string, ReactNode] => [`SLI ${name}`, number(value)]),
  ];
  return <Facts facts={facts} />;
}
