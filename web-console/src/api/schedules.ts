import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, answerOf, client } from './client';
import { usePages } from './fetching';
import { keys } from './keys';
import type { ScheduleSelection, SelectedSchedules } from './types';

/** What runs by itself; `tag` is a name or `name=value`, empty for all. */
export function useSchedules(workspace: string, tag: string) {
  return usePages(keys.schedules.list(workspace, tag), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/schedules', {
      params: { path: { workspace }, query: { limit: 100, cursor, tag: tag || undefined } },
      signal,
    }),
  );
}

/** Pauses or resumes what the variable selects. */
export function useHold(workspace: string, deed: 'pause' | 'resume') {
  const queries = useQueryClient();
  return useMutation<SelectedSchedules, ApiProblem, ScheduleSelection>({
    mutationFn: (body) => {
      const options = { params: { path: { workspace } }, body };
      return answerOf(
        deed === 'pause'
          ? client.POST('/api/v3/workspaces/{workspace}/schedules/pause', options)
          : client.POST('/api/v3/workspaces/{workspace}/schedules/resume', options),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.schedules.all(workspace) }),
  });
}
