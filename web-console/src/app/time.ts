import { useSyncExternalStore } from 'react';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) {
      each();
    }
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time of one clock that all of the console shares, to the second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

const UNITS: [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `12 s ago`, `in 3 min`; `just now` within two seconds either way. */
export function relative(at: number, from: number): string {
  const distance = from - at;
  if (Math.abs(distance) < 2_000) {
    return 'just now';
  }
  const words = roughly(Math.abs(distance));
  return distance > 0 ? `${words} ago` : `in ${words}`;
}

/** `12 s`, `3 min`: how long ago `since` was. */
export function elapsed(since: number, now: number): string {
  return roughly(Math.max(0, now - since));
}

function roughly(milliseconds: number): string {
  const [name, size] = UNITS.find(([, unit]) => milliseconds >= unit) ?? ['s', 1_000];
  return `${Math.floor(milliseconds / size)} ${name}`;
}

/** `340 ms`, `4.2 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  if (milliseconds < 60_000) {
    return `${(milliseconds / 1_000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** `30 s`, `5 min`, `2 h` of a whole number of seconds. */
export function interval(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Date and time to the second, in the reader's own time zone or in UTC. */
export function clock(at: string, utc: boolean): string {
  return format('medium', utc).format(new Date(at));
}

/** `Nov 26, 2026, 3:05 – 4:05 AM`: from one time to another. */
export function clockRange(from: string, until: string, utc: boolean): string {
  return format('short', utc).formatRange(new Date(from), new Date(until));
}

function format(timeStyle: 'short' | 'medium', utc: boolean): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle,
    timeZone: utc ? 'UTC' : undefined,
  });
}
