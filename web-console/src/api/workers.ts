import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { useApi } from './fetching';
import { keys } from './keys';

export function useWorkers() {
  return useApi(keys.workers, (signal) => client.GET('/api/v3/workers', { signal }));
}

export function usePools() {
  return useApi(keys.pools, (signal) => client.GET('/api/v3/pools', { signal }));
}

/** Tells a worker to take nothing more; the variable is the grace period in seconds. */
export function useDrain(worker: string) {
  return useFleetChange<number>((graceSeconds) =>
    answerOf(
      client.POST('/api/v3/workers/{worker}/drain', {
        params: { path: { worker } },
        body: { graceSeconds },
      }),
    ),
  );
}

export function useResume(worker: string) {
  return useFleetChange<void>(() =>
    answerOf(client.POST('/api/v3/workers/{worker}/resume', { params: { path: { worker } } })),
  );
}

/** The same for all workers of a tag that are there now. */
export function useDrainTagged(tag: string) {
  return useFleetChange<number>((graceSeconds) =>
    answerOf(client.POST('/api/v3/workers/drain', { body: { tag, graceSeconds } })),
  );
}

export function useResumeTagged(tag: string) {
  return useFleetChange<void>(() => answerOf(client.POST('/api/v3/workers/resume', { body: { tag } })));
}

/** A worker obeys with its next heartbeat, which the pages' own asking then shows. */
function useFleetChange<V>(mutationFn: (variables: V) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiProblem, V>({
    mutationFn,
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: keys.workers });
      queries.invalidateQueries({ queryKey: keys.pools });
    },
  });
}
