import { relative, useNow } from '../app/time';

/** How long ago, or how soon; the exact time on hover. */
export function RelativeTime({ at, none = '–' }: { at: string | undefined; none?: string }) {
  const now = useNow();
  if (at === undefined) {
    return <span>{none}</span>;
  }
  const time = new Date(at);
  return (
    <time
      dateTime={at}
      title={time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}
      className="numeric"
    >
      {relative(time.getTime(), now)}
    </time>
  );
}
