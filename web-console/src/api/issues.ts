import { client } from './client';
import { useApi, usePages } from './fetching';
import { type IssueFilter, keys } from './keys';

export function useIssues(workspace: string, filter: IssueFilter) {
  return usePages(keys.issues.list(workspace, filter), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/issues', {
      params: { path: { workspace }, query: { limit: 100, cursor, ...filter } },
      signal,
    }),
  );
}

export function useIssue(workspace: string, issue: string) {
  return useApi(keys.issues.one(workspace, issue), (signal) =>
    client.GET('/api/v3/workspaces/{workspace}/issues/{issue}', {
      params: { path: { workspace, issue } },
      signal,
    }),
  );
}

export function useOccurrences(workspace: string, issue: string) {
  return usePages(keys.issues.occurrences(workspace, issue), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/issueoccurrences', {
      params: { path: { workspace }, query: { issueId: issue, limit: 25, cursor } },
      signal,
    }),
  );
}
