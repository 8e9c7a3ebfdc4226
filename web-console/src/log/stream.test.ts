import { beforeEach, describe, expect, it } from 'vitest';
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
  let stream: LogStream;

  const text = () =>
    Array.from({ length: stream.model.length }, (_, index) => stream.model.line(index)?.text).join('|');

  beforeEach(() => {
    sources = [];
    due = [];
    stream = new LogStream('/log', () => {}, {
      open: () => {
        const source = new HandSource();
        sources.push(source);
        return source;
      },
      later: (task) => {
        due.push(task);
        return () => due.splice(due.indexOf(task), 1);
      },
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

  it('stops trying when nobody looks any more', () => {
    const first = sources[0] as HandSource;
    first.readyState = 2;
    first.emit('error');
    stream.stop();
    expect(due).toHaveLength(0);
  });
});
