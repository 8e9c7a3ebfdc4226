import { client } from './client';
import { STEADY, useApi, usePages } from './fetching';
import { type IssueFilter, keys } from './keys';

export function useIssues(workspace: string, filter: IssueFilter) {
  return usePages(keys.issues.list(workspace, filter), (cursor, signal) =>
    client.GET('/api/v3/workspaces/{workspace}/issues', {
      params: { path: { workspace }, query: { limit: 100, cursor, ...filter } },
      signal,
    }),
  );
}

/** How many issues are open, as far as one page tells; not read further, since every page of the console asks for it. */
export function useOpenIssues(workspace: string) {
  return useApi(
    keys.issues.open(workspace),
    (signal) =>
      client.GET('/api/v3/workspaces/{workspace}/issues', {
        params: { path: { workspace }, query: { limit: 100, closed: false } },
        signal,
      }),
    { every: STEADY },
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
