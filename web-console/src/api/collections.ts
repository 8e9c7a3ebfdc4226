import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client, within } from './client';
import { STEADY, useApi } from './fetching';
import { keys } from './keys';
import type { CodeCollection, CodeCollectionSpec } from './types';

export function useCollections() {
  return useApi(keys.collections.list(), (signal) => client.GET('/api/v3/codecollections', { signal }));
}

export function useCollection(collection: string) {
  return useApi(
    keys.collections.one(collection),
    (signal) =>
      client.GET('/api/v3/codecollections/{collection}', { params: { path: { collection } }, signal }),
    {
      every: (data) =>
        data?.sync.state === 'syncing' || data?.environment.state === 'preparing' ? 1_500 : 4_000,
    },
  );
}

export function useBundles(collection: string, commit: string) {
  return useApi(
    keys.collections.bundles(collection, commit),
    (signal) =>
      client.GET('/api/v3/codecollections/{collection}/codebundles', {
        params: { path: { collection } },
        signal,
      }),
    { every: STEADY },
  );
}

export function useRegister() {
  const queries = useQueryClient();
  return useMutation<CodeCollection, ApiProblem, { name: string; spec: CodeCollectionSpec }>({
    mutationFn: ({ name, spec }) =>
      answerOf(
        client.PUT('/api/v3/codecollections/{collection}', {
          params: { path: { collection: name } },
          body: spec,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.collections.all }),
  });
}

/** The gateway waits 330 s for a sync, and then says so. */
const SYNC_WITHIN = 345_000;

/** Reads a collection's repository now, however long that takes. */
export function sync(collection: string) {
  return answerOf(
    client.POST('/api/v3/codecollections/{collection}/sync', {
      params: { path: { collection } },
      fetch: within(SYNC_WITHIN),
    }),
  );
}

export function useSync(collection: string) {
  const queries = useQueryClient();
  return useMutation<CodeCollection, ApiProblem>({
    mutationFn: () => sync(collection),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.collections.all }),
  });
}

export function useForget(collection: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () =>
      answerOf(client.DELETE('/api/v3/codecollections/{collection}', { params: { path: { collection } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.collections.all }),
  });
}
