import { elapsed, relative, useNow } from '../app/time';

/** How long ago, or how soon; the exact time on hover. */
export function RelativeTime({ at, none = '–' }: { at: string | undefined; none?: string }) {
  const now = useNow();
  if (at === undefined) {
    return <span>{none}</span>;
  }
  return <Time at={at}>{relative(Date.parse(at), now)}</Time>;
}

/** How long something has gone on. */
export function Elapsed({ since }: { since: string }) {
  const now = useNow();
  return <Time at={since}>{elapsed(Date.parse(since), now)}</Time>;
}

function Time({ at, children }: { at: string; children: string }) {
  const exact = new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <time dateTime={at} title={exact} className="numeric">
      {children}
    </time>
  );
}
