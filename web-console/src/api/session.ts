import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
    onSuccess: (identity) => queries.setQueryData(keys.session, identity),
  });
}

export function useLogout() {
  const queries = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () => answerOf(client.DELETE('/api/v3/session')),
    onSettled: () => {
      queries.setQueryData(keys.session, null);
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
    },
  });
}

const RANKS = ['readonly', 'readandrun', 'readandrunwithassistant', 'readwrite', 'admin'] as const;
export type Role = (typeof RANKS)[number];

/** Whether the caller's role in the workspace (`*` for what belongs to none) is at least `role`. */
export function mayAct(identity: Identity | null | undefined, workspace: string, role: Role): boolean {
  const held = [identity?.roles[workspace], identity?.roles['*']];
  return held.some((name) => RANKS.indexOf((name ?? '') as Role) >= RANKS.indexOf(role));
}
