import { useEffect, useState } from 'react';
import { LogStream } from './stream';

export interface RunLog {
  stream: LogStream;
  /** Changes with every redraw that is due. */
  version: number;
}

/** Follows the log at `url` for as long as the component is shown; redraws at most once a frame. */
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
    setLog({ stream, version: 0 });
    stream.start();
    return () => {
      stream.stop();
      if (frame !== undefined) {
        cancelAnimationFrame(frame);
      }
    };
  }, [url, onEnd]);
  return log;
}
