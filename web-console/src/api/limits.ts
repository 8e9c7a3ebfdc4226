import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { allPages, PAGE, useApi } from './fetching';
import { keys } from './keys';
import type { ConcurrencyLimitSpec } from './types';

export function useLimits(workspace: string) {
  return useApi(keys.limits(workspace), (signal) =>
    allPages((cursor) =>
      client.GET('/api/v3/workspaces/{workspace}/concurrency-limits', {
        params: { path: { workspace }, query: { limit: PAGE, cursor } },
        signal,
      }),
    ),
  );
}

export function usePutLimit(workspace: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiProblem, { name: string; spec: ConcurrencyLimitSpec }>({
    mutationFn: ({ name, spec }) =>
      answerOf(
        client.PUT('/api/v3/workspaces/{workspace}/concurrency-limits/{limitName}', {
          params: { path: { workspace, limitName: name } },
          body: spec,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.limits(workspace) }),
  });
}

export function useRemoveLimit(workspace: string, name: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () =>
      answerOf(
        client.DELETE('/api/v3/workspaces/{workspace}/concurrency-limits/{limitName}', {
          params: { path: { workspace, limitName: name } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.limits(workspace) }),
  });
}
