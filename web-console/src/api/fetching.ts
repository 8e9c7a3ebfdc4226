import {
  keepPreviousData,
  type QueryKey,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { type ApiProblem, answerOf, UNANSWERED } from './client';
import type { components } from './schema.gen';

/** How often a page asks again: quick for what a person watches, slow for what seldom changes. */
export const LIVE = 4_000;
export const STEADY = 15_000;

/** The most that one page of a list may hold. */
export const PAGE = 250;

type Problem = components['schemas']['Problem'];
type Call<T> = Promise<{ data?: T; error?: Problem; response: Response }>;

interface ApiOptions<T> {
  every?: number | false | ((data: T | undefined) => number | false);
  enabled?: boolean;
}

/** The one hook that reads from the API: polls, cancels by signal, and keeps the last data while it asks again. */
export function useApi<T>(
  key: QueryKey,
  call: (signal: AbortSignal) => Call<T>,
  { every = LIVE, enabled = true }: ApiOptions<T> = {},
): UseQueryResult<T, ApiProblem> {
  return useQuery<T, ApiProblem>({
    queryKey: key,
    queryFn: ({ signal }) => answerOf(call(signal), UNANSWERED.read),
    refetchInterval: typeof every === 'function' ? (query) => every(query.state.data) : every,
    enabled,
  });
}

interface Page<T> {
  results: T[];
  next?: string | null;
}

/**
 * The same for a list that is read page by page as the person asks for more. All pages are asked for again, so once there
 * are several they are asked for less often.
 */
export function usePages<T>(
  key: QueryKey,
  call: (cursor: string | undefined, signal: AbortSignal) => Call<Page<T>>,
) {
  return useInfiniteQuery<Page<T>, ApiProblem, T[], QueryKey, string | undefined>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => answerOf(call(pageParam, signal), UNANSWERED.read),
    initialPageParam: undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? STEADY : LIVE),
  });
}

/** Reads a list to its end, for pages that group or search all of it. `complete` is false when it had to stop at 40 pages. */
export async function allPages<P extends Page<unknown>>(
  call: (cursor: string | undefined) => Call<P>,
): Call<P & { complete: boolean }> {
  let cursor: string | undefined;
  let whole: P | undefined;
  for (let page = 1; ; page++) {
    const { data, error, response } = await call(cursor);
    if (!response.ok || data === undefined) {
      return { error, response };
    }
    whole = whole === undefined ? data : { ...whole, results: [...whole.results, ...data.results] };
    cursor = cursorOf(data.next);
    if (cursor === undefined || page === 40) {
      return { data: { ...whole, complete: cursor === undefined }, response };
    }
  }
}

/** `next` is a path with the cursor in its query. */
export function cursorOf(next: string | null | undefined): string | undefined {
  if (!next) {
    return undefined;
  }
  return new URL(next, 'http://localhost').searchParams.get('cursor') ?? undefined;
}
