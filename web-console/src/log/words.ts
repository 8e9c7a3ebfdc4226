import type { LogModel } from './model';
import type { LogEnd } from './stream';

/** What to say in place of a log of which nothing is here. */
export function absenceOf(end: LogEnd | undefined): string {
  if (end === undefined) {
    return 'No output yet.';
  }
  return end.logLength === 0
    ? 'The run wrote no log.'
    : `Nothing of this log is here: its ${bytes(end.logLength)} did not arrive or are no longer kept.`;
}

/** What to say below a log that ended before its end; undefined for one that is whole or goes on. */
export function lackOf(end: LogEnd | undefined, model: Pick<LogModel, 'offset'>): string | undefined {
  const lacking = end === undefined || end.complete ? 0 : end.logLength - model.offset;
  return lacking > 0
    ? `${bytes(lacking)} of this log did not arrive, went over the limit or are no longer kept.`
    : undefined;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} bytes`;
  return count < 1_048_576 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1_048_576).toFixed(1)} MiB`;
}
