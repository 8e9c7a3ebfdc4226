import { afterEach, describe, expect, it, vi } from 'vitest';
import { sync } from './collections';

// Before the client is made: only a browser knows what a path is relative to.
vi.hoisted(() => {
  vi.stubGlobal(
    'Request',
    class extends Request {
      constructor(path: string, init?: RequestInit) {
        super(new URL(path, 'http://localhost'), init);
      }
    },
  );
});

/** A gateway that never answers, and time that passes by hand, also for `AbortSignal.timeout`. */
function silence() {
  vi.useFakeTimers();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((most) => {
    const late = new AbortController();
    setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), most);
    return late.signal;
  });
  vi.spyOn(globalThis, 'fetch').mockImplementation(
    (_, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
  );
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a sync', () => {
  it('is waited for as long as the gateway waits for it', async () => {
    silence();
    const ended = vi.fn();
    const asked = sync('tools').catch(ended);
    await vi.advanceTimersByTimeAsync(330_000);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(30_000);
    await asked;
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ status: 0 }));
  });
});
