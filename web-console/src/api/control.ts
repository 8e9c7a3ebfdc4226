import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { PAGE, STEADY, useApi, usePages } from './fetching';
import { keys } from './keys';
import type { CancelledRuns, PurgeRequest } from './types';

/** Runs on demand that nobody has begun, in their order. */
export function useQueue(workspace: string) {
  return usePages(keys.queue.list(workspace), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/queue', {
      params: { path: { workspace }, query: { limit: PAGE, cursor } },
      signal,
    }),
  );
}

/** How many wait, read or not. */
export function useQueueLength(workspace: string, every = STEADY) {
  return useApi(
    keys.queue.length(workspace),
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/queue', {
        params: { path: { workspace }, query: { limit: 1 } },
        signal,
      }),
    { every },
  );
}

export type CancelTarget = { run: string } | { session: string };

/** Ends a run, or what has not ended of a session; the variable is the reason, which may be empty. */
export function useCancel(workspace: string, target: CancelTarget) {
  return useEnding<string>(workspace, (reason) => {
    const body = { reason: reason.trim() || undefined };
    return answerOf(
      'run' in target
        ? client.POST('/api/v3/workspaces/{workspace}/run-requests/{run}/cancel', {
            params: { path: { workspace, run: target.run } },
            body,
          })
        : client.POST('/api/v3/workspaces/{workspace}/runsessions/{session}/cancel', {
            params: { path: { workspace, session: target.session } },
            body,
          }),
    );
  });
}

export function usePurge(workspace: string) {
  return useEnding<PurgeRequest>(workspace, (body) =>
    answerOf(
      client.POST('/api/v3/workspaces/{workspace}/queue/purge', { params: { path: { workspace } }, body }),
    ),
  );
}

function useEnding<V>(workspace: string, mutationFn: (variables: V) => Promise<CancelledRuns>) {
  const queries = useQueryClient();
  return useMutation<CancelledRuns, ApiProblem, V>({
    mutationKey: keys.cancelling(workspace),
    mutationFn,
    onSettled: () => {
      for (const queryKey of [
        keys.queue.all(workspace),
        keys.runs.all(workspace),
        keys.sessions.list(workspace),
      ]) {
        queries.invalidateQueries({ queryKey });
      }
    },
  });
}

/**
 * Whether this console asked for the end of a run within the last minutes. The API tells of it only when the run has its
 * outcome, half a minute later at most.
 */
export function useIsCancelling(workspace: string): (run: string) => boolean {
  const answers = useMutationState({
    filters: { mutationKey: keys.cancelling(workspace), status: 'success' },
    select: ({ state }) => (state.data as CancelledRuns | undefined)?.runRequestIds ?? [],
  });
  return (run) => answers.some((runs) => runs.includes(run));
}
