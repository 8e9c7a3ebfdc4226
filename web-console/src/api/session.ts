import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiProblem, answerOf, client, UNANSWERED } from './client';
import { keys } from './keys';
import type { Identity } from './types';

/** Who is logged in; null when nobody is. */
export function useSession() {
  return useQuery<Identity | null, ApiProblem>({
    queryKey: keys.session,
    queryFn: async ({ signal }) => {
      try {
        return await answerOf(client.GET('/api/v3/session', { signal }), UNANSWERED.read);
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 401) {
          return null;
        }
        throw problem;
      }
    },
    refetchInterval: (query) => (query.state.status === 'error' ? 3_000 : 60_000),
  });
}

export function useLogin() {
  const queries = useQueryClient();
  return useMutation<Identity, ApiProblem, string>({
    mutationFn: (token) => answerOf(client.POST('/api/v3/session', { body: { token } })),
    onSuccess: (identity) => enter(queries, identity),
  });
}

export function useLogout() {
  const queries = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () => endOf(answerOf(client.DELETE('/api/v3/session'))),
    onSuccess: () => enter(queries, null),
  });
}

/** The end of a session: a session that is not known any more has ended. */
export async function endOf(logout: Promise<unknown>): Promise<void> {
  await logout.catch((problem: unknown) => {
    if (!(problem instanceof ApiProblem && problem.status === 401)) {
      throw problem;
    }
  });
}

/** Another session begins, or none: what was read and done in the one before is not for the next. */
export function enter(queries: QueryClient, identity: Identity | null): void {
  queries.setQueryData(keys.session, identity);
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
  queries.getMutationCache().clear();
}

/** From the least up, as the server ranks them. Who runs tasks through an assistant only may start none here. */
const RANKS = ['readonly', 'readandrunwithassistant', 'readandrun', 'readwrite', 'admin'] as const;
export type Role = (typeof RANKS)[number];

/** Whether the caller's role in the workspace (`*` for what belongs to none) is at least `role`. */
export function mayAct(identity: Identity | null | undefined, workspace: string, role: Role): boolean {
  const held = [identity?.roles[workspace], identity?.roles['*']];
  return held.some((name) => RANKS.indexOf((name ?? '') as Role) >= RANKS.indexOf(role));
}
