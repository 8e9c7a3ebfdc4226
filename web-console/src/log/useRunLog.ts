import { useEffect, useState } from 'react';
import { LogStream } from './stream';

export interface RunLog {
  stream: LogStream;
  /** Changes with every redraw that is due. */
  version: number;
}

/** Follows the log at `url` for as long as the component is in sight; redraws at most once a frame. */
export function useRunLog(url: string, onEnd: () => void): RunLog | undefined {
  const [log, setLog] = useState<RunLog>();
  useEffect(() => {
    let frame: number | undefined;
    let ended = false;
    const stream = new LogStream(url, () => {
      if (stream.state === 'ended' && !ended) {
        ended = true;
        onEnd();
      }
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        setLog((before) => ({ stream, version: (before?.version ?? 0) + 1 }));
      });
    });
    // A browser opens six connections to a host over HTTP/1.1: streams in hidden tabs would leave none for the others.
    const followInSight = () => (document.hidden ? stream.stop() : stream.start());
    setLog({ stream, version: 0 });
    followInSight();
    document.addEventListener('visibilitychange', followInSight);
    return () => {
      document.removeEventListener('visibilitychange', followInSight);
      stream.stop();
      if (frame !== undefined) {
        cancelAnimationFrame(frame);
      }
    };
  }, [url, onEnd]);
  return log;
}
