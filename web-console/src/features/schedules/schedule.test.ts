import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow, SlxSchedule } from '../../api/types';
import { nameFault } from '../../app/names';
import { emptyForm, windowOf } from './form';
import { rhythmOf, selectionOf, spanOf, subjectOf, termsOf } from './schedule';

const schedule: SlxSchedule = {
  slxName: 'default--disk',
  slxShortName: 'disk',
  kind: 'sli',
  every: 30,
  misfire: 'skip',
  overlap: 'skip',
  nextRuns: [],
};

const window: MaintenanceWindow = {
  name: 'patch-night',
  reason: 'Nodes are patched',
  owner: 'admin',
  created: '2026-11-26T00:00:00Z',
  all: false,
  slxNames: [],
  tags: [],
  active: false,
  matchCount: 0,
  matches: [],
};

describe('a schedule in words', () => {
  it('says its interval, or its cron expression with the time zone', () => {
    expect(rhythmOf(schedule)).toBe('every 30 s');
    expect(rhythmOf({ ...schedule, every: undefined, cron: '0 9 * * MON-FRI' })).toBe('0 9 * * MON-FRI UTC');
    expect(rhythmOf({ ...schedule, every: undefined, cron: '0 9 * * *', timeZone: 'Europe/Berlin' })).toBe(
      '0 9 * * * Europe/Berlin',
    );
  });

  it('says only what is not as usual', () => {
    expect(termsOf(schedule)).toEqual([]);
    expect(termsOf({ ...schedule, jitterSeconds: 90, misfire: 'once', overlap: 'queue' })).toEqual([
      'up to 90 s later',
      'one run for missed ones',
      'queues behind a run',
    ]);
  });

  it('is selected by the tag that the list is filtered by', () => {
    expect(selectionOf('')).toEqual({ all: true });
    expect(selectionOf(' cluster = lab ')).toEqual({ tag: { name: 'cluster', value: 'lab' } });
  });

  it('is not selected by a tag that cannot be read, least of all with all others', () => {
    expect(selectionOf('=lab')).toBeUndefined();
  });
});

describe('a maintenance window', () => {
  it('says whom it is for', () => {
    expect(subjectOf({ ...window, all: true })).toBe('All SLXs');
    expect(subjectOf({ ...window, slxNames: ['disk', 'web'] })).toBe('disk, web');
    expect(subjectOf({ ...window, tags: [{ name: 'cluster', value: 'lab' }, { name: 'team' }] })).toBe(
      'tagged cluster=lab and team',
    );
  });

  it('says when it recurs', () => {
    const recurring = { cron: '0 22 * * SAT', timeZone: 'Europe/Berlin', durationMinutes: 240 };
    expect(spanOf({ ...window, recurring }, true)).toBe('0 22 * * SAT Europe/Berlin, for 4 h');
  });

  const form = { ...emptyForm(), name: 'patch-night', reason: 'Nodes are patched' };

  it('is not complete without a subject and a time', () => {
    expect(windowOf(form)).toBeUndefined();
    expect(windowOf({ ...form, subject: 'all' })).toBeUndefined();
    expect(windowOf({ ...form, until: '2026-11-28T06:00' })).toBeUndefined();
    expect(windowOf({ ...form, reason: ' ', subject: 'all', until: '2026-11-28T06:00' })).toBeUndefined();
  });

  it('is not complete with a tag that cannot be read, lest it hold more than was meant', () => {
    const tags = ['cluster=lab', '=live'];
    expect(windowOf({ ...form, tags, until: '2026-11-28T06:00' })).toBeUndefined();
  });

  it('is sent with what was chosen and nothing else', () => {
    const once = { ...form, tags: ['cluster=lab', 'team'], slxs: ['disk'], until: '2026-11-28T06:00' };
    expect(JSON.parse(JSON.stringify(windowOf(once)))).toEqual({
      name: 'patch-night',
      reason: 'Nodes are patched',
      tags: [{ name: 'cluster', value: 'lab' }, { name: 'team' }],
      until: new Date('2026-11-28T06:00').toISOString(),
    });
    const often = { ...once, when: 'recurring' as const, cron: '0 22 * * SAT', timeZone: 'Europe/Berlin' };
    expect(JSON.parse(JSON.stringify(windowOf({ ...often, subject: 'all' })))).toEqual({
      name: 'patch-night',
      reason: 'Nodes are patched',
      all: true,
      recurring: { cron: '0 22 * * SAT', timeZone: 'Europe/Berlin', durationMinutes: 60 },
    });
  });

  it('has a name that an address can hold', () => {
    expect(nameFault('patch-night')).toBeUndefined();
    expect(nameFault('Patch night')).toBeDefined();
    expect(nameFault('patch-')).toBeDefined();
  });
});
