import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { useApi, usePages } from './fetching';
import { keys } from './keys';
import type { MaintenanceWindow, MaintenanceWindowCreate } from './types';

export function useWindows(workspace: string) {
  return usePages(keys.windows.list(workspace), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/maintenance-windows', {
      params: { path: { workspace }, query: { limit: 100, cursor } },
      signal,
    }),
  );
}

/** What a window would hold; nothing is stored. */
export function useWindowPreview(workspace: string, window: MaintenanceWindowCreate, enabled: boolean) {
  return useApi(
    keys.windows.preview(workspace, window),
    (signal) =>
      client.POST('/api/v3/workspaces/{workspace}/maintenance-windows', {
        params: { path: { workspace }, query: { dryRun: true } },
        body: window,
        signal,
      }),
    { every: false, enabled },
  );
}

export function useCreateWindow(workspace: string) {
  const refresh = useRefresh(workspace);
  return useMutation<MaintenanceWindow, ApiProblem, MaintenanceWindowCreate>({
    mutationFn: (body) =>
      answerOf(
        client.POST('/api/v3/workspaces/{workspace}/maintenance-windows', {
          params: { path: { workspace } },
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useDeleteWindow(workspace: string, window: string) {
  const refresh = useRefresh(workspace);
  return useMutation<unknown, ApiProblem>({
    mutationFn: () =>
      answerOf(
        client.DELETE('/api/v3/workspaces/{workspace}/maintenance-windows/{window}', {
          params: { path: { workspace, window } },
        }),
      ),
    onSettled: refresh,
  });
}

/** Schedules tell which window holds them. */
function useRefresh(workspace: string) {
  const queries = useQueryClient();
  return () => {
    queries.invalidateQueries({ queryKey: keys.windows.list(workspace), exact: true });
    queries.invalidateQueries({ queryKey: keys.schedules.all(workspace) });
  };
}
