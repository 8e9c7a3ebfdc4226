import { LogModel } from './model';

/** `connecting`: never had an answer; `lost`: had one and tries again; `ended`: the run is over and nothing more comes. */
export type StreamState = 'connecting' | 'live' | 'lost' | 'ended';

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
}

const BROWSER: Clockwork = {
  open: (url) => new EventSource(url),
  later: (task, milliseconds) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

const CLOSED = 2;

/**
 * Follows the log of one run. After a broken connection the browser itself resumes with `Last-Event-ID`. After an HTTP
 * error it gives up, so the stream is opened again here, from the beginning, because a new EventSource cannot say where
 * to go on: what is shown is then replaced when the first event arrives, never repeated.
 */
export class LogStream {
  readonly model = new LogModel();
  private current: StreamState = 'connecting';
  private last: LogEnd | undefined;
  private source: Source | undefined;
  private cancelRetry: (() => void) | undefined;
  private failures = 0;
  private stopped = false;

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

  start(): void {
    const source = this.clockwork.open(this.url);
    this.source = source;
    let first = true;
    const anew = () => {
      if (first) {
        this.model.restart();
        first = false;
      }
    };
    source.addEventListener('open', () => {
      this.failures = 0;
      this.move('live');
    });
    source.addEventListener('log', (event) => {
      anew();
      if (this.model.accept(event.lastEventId, (JSON.parse(event.data) as { text: string }).text)) {
        this.changed();
      }
    });
    source.addEventListener('end', (event) => {
      anew();
      this.last = JSON.parse(event.data) as LogEnd;
      this.stop();
      this.move('ended');
    });
    source.addEventListener('error', () => this.failed(source));
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry?.();
    this.source?.close();
  }

  private failed(source: Source): void {
    if (this.stopped) {
      return;
    }
    this.move(this.current === 'connecting' ? 'connecting' : 'lost');
    if (source.readyState === CLOSED) {
      this.failures++;
      this.cancelRetry = this.clockwork.later(() => this.start(), Math.min(500 * 2 ** this.failures, 10_000));
    }
  }

  private move(state: StreamState): void {
    if (state !== this.current) {
      this.current = state;
      this.changed();
    }
  }
}
