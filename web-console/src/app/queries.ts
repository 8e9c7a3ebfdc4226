import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client';
import { keys } from '../api/keys';

/** The cache that holds all server state. A 401 to anything ends the session here too, which brings up the log-in page. */
export function makeQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiProblem && error.status === 401) {
          queries.setQueryData(keys.session, null);
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
        // The browser's own idea of being online is wrong on machines without a route out; a local console needs none.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queries;
}
