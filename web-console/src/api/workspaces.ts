import { client } from './client';
import { allPages, LIVE, PAGE, STEADY, useApi } from './fetching';
import { keys } from './keys';

export function useWorkspaces() {
  return useApi(keys.workspaces, (signal) => client.GET('/api/v3/workspaces', { signal }), { every: 30_000 });
}

export function useTasks(workspace: string) {
  return useApi(
    keys.tasks(workspace),
    (signal) =>
      allPages((cursor) =>
        client.GET('/api/v3/workspaces/{workspace}/tasks', {
          params: { path: { workspace }, query: { limit: PAGE, cursor } },
          signal,
        }),
      ),
    { every: STEADY },
  );
}

export function useInsights(workspace: string, slx?: string) {
  return useApi(
    keys.insights(workspace, slx),
    (signal) =>
      allPages((cursor) =>
        client.GET('/api/v3/workspaces/{workspace}/insights', {
          params: { path: { workspace }, query: { slx, limit: PAGE, cursor } },
          signal,
        }),
      ),
    { every: (data) => (data !== undefined && data.results.length > PAGE ? STEADY : LIVE) },
  );
}
