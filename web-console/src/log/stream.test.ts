import { beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem } from '../api/client';
import { LogStream, type Source } from './stream';

class HandSource implements Source {
  readyState = 0;
  closed = false;
  private listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  emit(type: string, lastEventId = '', data = ''): void {
    this.listeners.get(type)?.({ type, lastEventId, data } as MessageEvent<string>);
  }
}

const log = (text: string) => JSON.stringify({ text });

describe('following a log', () => {
  let sources: HandSource[];
  let due: Array<() => void>;
  let why: ApiProblem | undefined;
  let stream: LogStream;

  const text = () =>
    Array.from({ length: stream.model.length }, (_, index) => stream.model.line(index)?.text).join('|');

  beforeEach(() => {
    sources = [];
    due = [];
    why = undefined;
    stream = new LogStream('/log', () => {}, {
      open: () => {
        const source = new HandSource();
        sources.push(source);
        return source;
      },
      later: (task) => {
        due.push(task);
        return () => {
          due = due.filter((other) => other !== task);
        };
      },
      why: async () => why,
    });
    stream.start();
    sources[0]?.emit('open');
    sources[0]?.emit('log', '1:4', log('one\n'));
  });

  it('goes on where it was when the browser reconnects by itself', () => {
    sources[0]?.emit('error');
    expect(stream.state).toBe('lost');
    sources[0]?.emit('open');
    sources[0]?.emit('log', '1:8', log('two\n'));
    expect(stream.state).toBe('live');
    expect(sources).toHaveLength(1);
    expect(text()).toBe('one|two');
  });

  it('opens again after an HTTP error and shows the replayed log once', () => {
    const first = sources[0] as HandSource;
    first.readyState = 2;
    first.emit('error');
    expect(text()).toBe('one');
    due.shift()?.();
    sources[1]?.emit('open');
    expect(text()).toBe('one');
    sources[1]?.emit('log', '1:2', log('on'));
    sources[1]?.emit('log', '1:8', log('e\ntwo\n'));
    expect(text()).toBe('one|two');
  });

  it('takes line ends and blanks out of the event as they were written', () => {
    sources[0]?.emit('log', '1:14', log(' two\n\n "3"'));
    expect(text()).toBe('one| two|| "3"');
  });

  it('closes at the end, says what is missing, and does not open again', () => {
    const end = { outcome: 'Completed', reason: null, logLength: 9, complete: false };
    sources[0]?.emit('end', '1:4', JSON.stringify(end));
    expect(stream.state).toBe('ended');
    expect(stream.end).toMatchObject({ logLength: 9, complete: false });
    expect(sources[0]?.closed).toBe(true);
    sources[0]?.emit('error');
    expect(due).toHaveLength(0);
  });

  /** Lets the newest source fail with an HTTP error and the next one be opened. */
  const failAndReopen = () => {
    const source = sources.at(-1) as HandSource;
    source.readyState = 2;
    source.emit('error');
    due.shift()?.();
  };

  it('holds no connection while it is out of sight, and then goes on where it was', () => {
    stream.stop();
    expect(sources[0]?.closed).toBe(true);
    stream.start();
    sources[1]?.emit('open');
    sources[1]?.emit('log', '1:8', log('one\ntwo\n'));
    expect(text()).toBe('one|two');
    stream.start();
    expect(sources).toHaveLength(2);
  });

  it('says why it is refused, and tries on where that may change', async () => {
    why = new ApiProblem(503, 'Not now', 'All live streams are in use.');
    failAndReopen();
    failAndReopen();
    await Promise.resolve();
    expect(stream.problem).toBeUndefined();
    failAndReopen();
    await Promise.resolve();
    expect(stream.problem?.message).toBe('All live streams are in use.');
    expect(stream.state).toBe('lost');
    sources.at(-1)?.emit('open');
    expect(stream.problem).toBeUndefined();
    expect(stream.state).toBe('live');
  });

  it('stops where asking again will not change the answer', async () => {
    why = new ApiProblem(404, 'Not found', 'The run is no longer kept.');
    failAndReopen();
    failAndReopen();
    failAndReopen();
    await Promise.resolve();
    expect(stream.state).toBe('refused');
    expect(due).toHaveLength(0);
    const opened = sources.length;
    stream.start();
    expect(sources).toHaveLength(opened);
  });

  it('stops trying when nobody looks any more', () => {
    const first = sources[0] as HandSource;
    first.readyState = 2;
    first.emit('error');
    stream.stop();
    expect(due).toHaveLength(0);
  });
});
