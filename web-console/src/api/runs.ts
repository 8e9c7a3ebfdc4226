import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { useApi, usePages } from './fetching';
import { keys } from './keys';
import type { RunRequest, RunSession } from './types';

export function useRunSessions(workspace: string) {
  return usePages(keys.sessions.list(workspace), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/runsessions', {
      params: { path: { workspace }, query: { limit: 50, cursor } },
      signal,
    }),
  );
}

export function useRunSession(workspace: string, session: string) {
  return useApi(
    keys.sessions.one(workspace, session),
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/runsessions/{session}', {
        params: { path: { workspace, session } },
        signal,
      }),
    { every: (data) => (data?.active === false ? 15_000 : 1_500) },
  );
}

export function useRun(workspace: string, run: string) {
  return useApi(
    keys.runs.one(workspace, run),
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/run-requests/{run}', {
        params: { path: { workspace, run } },
        signal,
      }),
    { every: (data) => (data?.isCompleted ? false : 1_500) },
  );
}

/** The last good run of the same tasks before a run that is over; a problem with status 404 when none is kept. */
export function useLastGood(workspace: string, run: string) {
  return useApi(
    keys.runs.lastGood(workspace, run),
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/run-requests/{run}/last-good', {
        params: { path: { workspace, run } },
        signal,
      }),
    { every: false },
  );
}

/** The report of a run; asked for once the run is over, since it does not change then. */
export function useReport(workspace: string, run: string, over: boolean) {
  return useApi(
    [...keys.runs.report(workspace, run), over],
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/run-requests/{run}/report', {
        params: { path: { workspace, run } },
        signal,
      }),
    { every: (data) => (over && data !== undefined && data.length > 0 ? false : 5_000), enabled: over },
  );
}

/** What is to run. */
export interface RunWish {
  slx: string;
  /** Unresolved titles; none for all. */
  titles: string[];
  /** Values that this run alone is given. */
  overrides?: RunRequest['runtimeVarOverrides'];
  /** The CodeCollection's commit; absent for the one that is ready. */
  commit?: string;
}

export interface RunOrder {
  wishes: RunWish[];
  notes?: string;
  /** Names the order, so that sending it again cannot run it twice. */
  key: string;
}

/** One press of a Run button: one session. */
export function orderRuns(wishes: RunWish[], notes?: string): RunOrder {
  // crypto.randomUUID exists only on https and localhost; a console on a plain http address must work too.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { wishes, notes, key };
}

export function useStartRun(workspace: string) {
  const queries = useQueryClient();
  return useMutation<RunSession, ApiProblem, RunOrder>({
    mutationFn: ({ wishes, notes, key }) =>
      answerOf(
        client.POST('/api/v3/workspaces/{workspace}/runsessions', {
          params: { path: { workspace }, header: { 'Idempotency-Key': key } },
          body: {
            generateName: 'console',
            notes,
            source: 'direct',
            active: true,
            runRequests: wishes.map(({ slx, titles, overrides, commit }) => ({
              slxName: slx,
              taskTitles: titles,
              runtimeVarOverrides: overrides,
              commit,
            })),
          },
        }),
      ),
    retry: (failures, problem) => failures < 3 && (problem.status === 0 || problem.status === 503),
    onSuccess: (session) => {
      queries.setQueryData(keys.sessions.one(workspace, session.id), session);
      queries.invalidateQueries({ queryKey: keys.sessions.list(workspace), exact: true });
    },
  });
}

export function logStreamUrl(workspace: string, run: string): string {
  return `${logUrl(workspace, run)}/stream`;
}

export function logUrl(workspace: string, run: string): string {
  return `/api/v3/workspaces/${encodeURIComponent(workspace)}/run-requests/${encodeURIComponent(run)}/log`;
}
