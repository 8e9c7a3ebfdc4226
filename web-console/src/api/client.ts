import createClient from 'openapi-fetch';
import type { components, paths } from './schema.gen';

/** What went wrong, in words for the person at the screen. `status` is 0 when no answer came at all. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
    this.name = 'ApiProblem';
  }

  /** Whether what was asked for may have been done all the same: the answer was lost, or did not come from where it is done. */
  get isUnclear(): boolean {
    return this.status === 0 || this.status === 408 || this.status >= 500;
  }
}

/** So long an answer may take. A write may have much to do; a read that takes longer is lost. */
const READ_WITHIN = 30_000;
const WRITE_WITHIN = 60_000;

/** How to send a request whose answer may take so many milliseconds. */
export const within = (most: number) => (request: Request) =>
  fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(most)]) });

export const client = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  fetch: (request) => within(request.method === 'GET' ? READ_WITHIN : WRITE_WITHIN)(request),
});

type Answer<T> = { data?: T; error?: components['schemas']['Problem']; response: Response };

/** What to say when no answer came: reads are repeated, writes are not. */
export const UNANSWERED = {
  read: 'Groundcrew does not answer. The console keeps trying.',
  write: 'Groundcrew does not answer, so it is not known whether this was done. Look, then try again.',
};

/** Waits for an API call and answers with its body; a refusal or a missing answer becomes an {@link ApiProblem}. */
export async function answerOf<T>(call: Promise<Answer<T>>, unanswered = UNANSWERED.write): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      throw cause;
    }
    throw new ApiProblem(0, 'Groundcrew does not answer', unanswered);
  });
  if (!response.ok) {
    throw problemOf(response.status, error);
  }
  return data as T;
}

/** A proxy in between may answer with anything, so nothing of the body is taken for granted. */
export function problemOf(status: number, body: unknown): ApiProblem {
  if (typeof body === 'object' && body !== null) {
    const title = 'title' in body && typeof body.title === 'string' ? body.title : `HTTP ${status}`;
    const detail = 'detail' in body && typeof body.detail === 'string' ? body.detail : '';
    return new ApiProblem(status, title, detail);
  }
  return new ApiProblem(
    status,
    `HTTP ${status}`,
    `Groundcrew answered with HTTP ${status} and no explanation.`,
  );
}
