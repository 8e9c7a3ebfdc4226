import { type ApiProblem, problemOf } from '../api/client';
import { LogModel } from './model';

/**
 * `connecting`: never had an answer; `lost`: had one and tries again; `ended`: the run is over and nothing more comes;
 * `refused`: nothing ever will.
 */
export type StreamState = 'connecting' | 'live' | 'lost' | 'ended' | 'refused';

/** What the service says of the log when the run is over. */
export interface LogEnd {
  /** Bytes that the worker wrote. */
  logLength: number;
  /** False when some of them have not arrived. */
  complete: boolean;
}

/** What is needed of an EventSource; tests pass their own. */
export interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

interface Clockwork {
  open(url: string): Source;
  later(task: () => void, milliseconds: number): () => void;
  /** Why the stream is not served; undefined when it is. */
  why(url: string): Promise<ApiProblem | undefined>;
}

const BROWSER: Clockwork = {
  open: (url) => new EventSource(url),
  later: (task, milliseconds) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
  why: async (url) => {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) {
      return problemOf(response.status, await response.json().catch(() => undefined));
    }
    await response.body?.cancel();
    return undefined;
  },
};

const CLOSED = 2;

/** An EventSource does not tell why it failed, so after so many failures in a row the service is asked. */
const ASK_AFTER = 3;

/** Asking again will not change these answers. */
const FINAL = [401, 403, 404];

/**
 * Follows the log of one run. After a broken connection the browser itself resumes with `Last-Event-ID`. After an HTTP
 * error it gives up, so the stream is opened again here, from the beginning, because a new EventSource cannot say where
 * to go on: the model takes only what it has not seen.
 */
export class LogStream {
  readonly model = new LogModel();
  private current: StreamState = 'connecting';
  private last: LogEnd | undefined;
  private refusal: ApiProblem | undefined;
  private source: Source | undefined;
  private cancelRetry: (() => void) | undefined;
  private failures = 0;

  constructor(
    private readonly url: string,
    private readonly changed: () => void,
    private readonly clockwork: Clockwork = BROWSER,
  ) {}

  get state(): StreamState {
    return this.current;
  }

  /** Known once the state is `ended`. */
  get end(): LogEnd | undefined {
    return this.last;
  }

  /** Why the stream is not served, as far as that is known. */
  get problem(): ApiProblem | undefined {
    return this.refusal;
  }

  /** Begins to follow, or goes on after {@link stop}; does nothing while it follows and once nothing more comes. */
  start(): void {
    if (this.source !== undefined || this.current === 'ended' || this.current === 'refused') {
      return;
    }
    this.cancelRetry?.();
    const source = this.clockwork.open(this.url);
    this.source = source;
    source.addEventListener('open', () => {
      this.failures = 0;
      this.refusal = undefined;
      this.move('live');
    });
    source.addEventListener('log', (event) => {
      if (this.model.accept(event.lastEventId, (JSON.parse(event.data) as { text: string }).text)) {
        this.changed();
      }
    });
    source.addEventListener('end', (event) => {
      this.last = JSON.parse(event.data) as LogEnd;
      this.stop();
      this.move('ended');
    });
    source.addEventListener('error', () => this.failed(source));
  }

  stop(): void {
    this.cancelRetry?.();
    this.source?.close();
    this.source = undefined;
  }

  private failed(source: Source): void {
    if (source !== this.source) {
      return;
    }
    this.move(this.current === 'connecting' ? 'connecting' : 'lost');
    if (source.readyState === CLOSED) {
      this.source = undefined;
      this.failures++;
      this.cancelRetry = this.clockwork.later(() => this.start(), Math.min(500 * 2 ** this.failures, 10_000));
      if (this.failures === ASK_AFTER) {
        // No answer says nothing: the next try will tell.
        this.clockwork.why(this.url).then(
          (problem) => this.refused(problem),
          () => undefined,
        );
      }
    }
  }

  private refused(problem: ApiProblem | undefined): void {
    if (problem === undefined || this.current === 'live' || this.current === 'ended') {
      return;
    }
    this.refusal = problem;
    if (FINAL.includes(problem.status)) {
      this.stop();
      this.move('refused');
    } else {
      this.changed();
    }
  }

  private move(state: StreamState): void {
    if (state !== this.current) {
      this.current = state;
      this.changed();
    }
  }
}
