import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { allPages, PAGE, STEADY, useApi, usePages } from './fetching';
import { keys } from './keys';
import type { Sample } from './types';

export function useSlxs(workspace: string) {
  return useApi(
    keys.slxs.list(workspace),
    (signal) =>
      allPages((cursor) =>
        client.GET('/api/v3/workspaces/{workspace}/slxs', {
          params: { path: { workspace }, query: { limit: PAGE, cursor } },
          signal,
        }),
      ),
    { every: STEADY },
  );
}

export function useSlx(workspace: string, slx: string) {
  return useApi(
    keys.slxs.one(workspace, slx),
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/slxs/{slx}', {
        params: { path: { workspace, slx } },
        signal,
      }),
    { every: STEADY },
  );
}

/** The most samples that one answer holds; the newest. */
const MOST_SAMPLES = 10_000;

/** Whether there may be older samples than those of an answer. */
export function areCut(samples: Sample[]): boolean {
  return samples.length >= MOST_SAMPLES;
}

/** Samples of the last hours; `sub` names a component value, empty for the SLI itself. */
export function useSamples(workspace: string, slx: string, hours: number, sub: string) {
  return useApi(keys.slxs.samples(workspace, slx, hours, sub), (signal) =>
    client.GET('/api/v3/workspaces/{workspace}/slxs/{slx}/sli/recent', {
      params: {
        path: { workspace, slx },
        query: { since: new Date(Date.now() - hours * 3_600_000).toISOString(), subName: sub || undefined },
      },
      signal,
    }),
  );
}

export function useSlxRuns(workspace: string, slx: string, kind: 'sli' | 'runbook') {
  return usePages(keys.slxs.runs(workspace, slx, kind), (cursor, signal) => {
    const options = { params: { path: { workspace, slx }, query: { limit: 20, cursor } }, signal };
    return kind === 'sli'
      ? client.GET('/api/v3/workspaces/{workspace}/slxs/{slx}/sli/runs', options)
      : client.GET('/api/v3/workspaces/{workspace}/slxs/{slx}/runbook/runs', options);
  });
}

/** Sends YAML documents and answers with what became of each. */
export function useApply(workspace: string) {
  const queries = useQueryClient();
  return useMutation<ApplyResults, ApiProblem, string>({
    mutationFn: (yaml) =>
      answerOf(
        client.POST('/api/v3/workspaces/{workspace}/apply', {
          params: { path: { workspace } },
          headers: { 'Content-Type': 'application/yaml' },
          body: yaml,
          bodySerializer: (body) => body,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.workspace(workspace) }),
  });
}

type ApplyResults = import('./schema.gen').components['schemas']['ApplyResult'][];
