import { type MutationStatus, useMutation, useQueryClient } from '@tanstack/react-query';
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

/** Whether an attempt of a run has ended and another one follows. Only a single run tells of its attempts. */
export function awaitsAttempt({ outcome, attempts }: Pick<RunRequest, 'outcome' | 'attempts'>): boolean {
  return outcome === undefined && attempts?.at(-1)?.finishedAt !== undefined;
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

/** An order that was sent, and what came of it. */
export interface SentOrder {
  order: RunOrder;
  status: MutationStatus;
  problem: ApiProblem | null;
}

/**
 * The order that asks for `wishes`: the one that was sent last for the same while it is not known what came of it, so that
 * pressing again runs them once, and otherwise a new one.
 */
export function orderOf(wishes: RunWish[], notes: string | undefined, sent: SentOrder[]): RunOrder {
  const same = JSON.stringify(wishes);
  const last = sent.findLast(({ order }) => JSON.stringify(order.wishes) === same);
  const open = last?.status === 'pending' || (last?.status === 'error' && mayHaveStarted(last.problem));
  return last && open ? last.order : newOrder(wishes, notes);
}

/** Whether a run may have been started although starting it failed. A conflict is with the first sending of the order. */
function mayHaveStarted(problem: ApiProblem | null): boolean {
  return problem !== null && (problem.isUnclear || problem.status === 409);
}

/** How to say that `name` was not started, or that nobody knows. */
export function startFault(name: string, problem: ApiProblem): { title: string; message: string } {
  return mayHaveStarted(problem)
    ? {
        title: `It is not known whether ${name} was started`,
        message: `${problem.message} Running it again is safe: it is not started twice.`,
      }
    : { title: `${name} was not started`, message: problem.message };
}

function newOrder(wishes: RunWish[], notes: string | undefined): RunOrder {
  // crypto.randomUUID exists only on https and localhost; a console on a plain http address must work too.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { wishes, notes, key };
}

/** Makes orders of wishes. What was sent is looked up in the cache, which outlives the row that its button stood in. */
export function useOrders(workspace: string): (wishes: RunWish[], notes?: string) => RunOrder {
  const mutations = useQueryClient().getMutationCache();
  return (wishes, notes) => {
    const sent = mutations
      .findAll({ mutationKey: keys.starting(workspace) })
      .map(({ state: { variables, status, error } }) => ({
        order: variables as RunOrder,
        status,
        problem: error as ApiProblem | null,
      }));
    return orderOf(wishes, notes, sent);
  };
}

/** @param onError is called also when the button that was pressed is no longer there */
export function useStartRun(workspace: string, onError?: (problem: ApiProblem) => void) {
  const queries = useQueryClient();
  return useMutation<RunSession, ApiProblem, RunOrder>({
    mutationKey: keys.starting(workspace),
    onError,
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
