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
}

export const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

type Answer<T> = { data?: T; error?: components['schemas']['Problem']; response: Response };

/** Waits for an API call and answers with its body; a refusal or a missing answer becomes an {@link ApiProblem}. */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      throw cause;
    }
    throw new ApiProblem(
      0,
      'Groundcrew does not answer',
      'Groundcrew does not answer. The console keeps trying.',
    );
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
