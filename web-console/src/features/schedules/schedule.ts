import type { MaintenanceWindow, ScheduleSelection, SlxSchedule } from '../../api/types';
import { counted } from '../../app/counted';
import { clock, clockRange, interval } from '../../app/time';
import { tagCondition, tagText } from '../slxs/slx';

/** `every 30 s`, or the cron expression with its time zone. */
export function rhythmOf({ every, cron, timeZone }: SlxSchedule): string {
  return cron === undefined ? `every ${interval(every ?? 0)}` : `${cron} ${timeZone ?? 'UTC'}`;
}

/** What else there is to know about when it fires, in short phrases. */
export function termsOf({ jitterSeconds, misfire, overlap }: SlxSchedule): string[] {
  return [
    jitterSeconds ? `up to ${interval(jitterSeconds)} later` : '',
    misfire === 'once' ? 'one run for missed ones' : '',
    overlap === 'queue' ? 'queues behind a run' : '',
    overlap === 'replace' ? 'replaces a run' : '',
  ].filter(Boolean);
}

/** What a filter by tag selects: everything when it is empty, undefined when it cannot be read. */
export function selectionOf(tag: string): ScheduleSelection | undefined {
  if (tag.trim() === '') {
    return { all: true };
  }
  const condition = tagCondition(tag);
  return condition && { tag: condition };
}

/** What SLXs a window is for. */
export function subjectOf({ all, slxNames, tags }: MaintenanceWindow): string {
  if (all) {
    return 'All SLXs';
  }
  return [...slxNames, ...(tags.length > 0 ? [`tagged ${tags.map(tagText).join(' and ')}`] : [])].join(', ');
}

/** When a window holds. */
export function spanOf({ from, until, recurring, expires }: MaintenanceWindow, utc: boolean): string {
  if (recurring !== undefined) {
    const end = expires === undefined ? '' : `, until ${clock(expires, utc)}`;
    return `${recurring.cron} ${recurring.timeZone ?? 'UTC'}, for ${interval(recurring.durationMinutes * 60)}${end}`;
  }
  return from === undefined || until === undefined ? '–' : clockRange(from, until, utc);
}

/** `3 SLXs: disk, web, mail` with as many names as are of use. */
export function matched({ matchCount, matches }: MaintenanceWindow): string {
  const names = matches.slice(0, 12).join(', ');
  const more = matchCount > 12 ? ' …' : '';
  return `${counted(matchCount, 'SLX')}: ${names}${more}`;
}
