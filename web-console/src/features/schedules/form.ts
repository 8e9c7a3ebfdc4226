import type { MaintenanceWindowCreate } from '../../api/types';
import { nameFault } from '../../app/names';
import { tagCondition } from '../slxs/slx';

export interface WindowForm {
  name: string;
  reason: string;
  subject: 'all' | 'tags' | 'slxs';
  /** `name=value` or `name`. */
  tags: string[];
  slxs: string[];
  when: 'once' | 'recurring';
  /** Local date and time as the browser's input gives it, empty for none. */
  from: string;
  until: string;
  cron: string;
  timeZone: string;
  minutes: number | undefined;
  expires: string;
}

export function emptyForm(): WindowForm {
  return {
    name: '',
    reason: '',
    subject: 'tags',
    tags: [],
    slxs: [],
    when: 'once',
    from: '',
    until: '',
    cron: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    minutes: 60,
    expires: '',
  };
}

/** The window as the API takes it; undefined while something that it needs is missing. */
export function windowOf(form: WindowForm): MaintenanceWindowCreate | undefined {
  const subject = subjectOf(form);
  const span = spanOf(form);
  const reason = form.reason.trim();
  if (form.name === '' || nameFault(form.name) || reason === '' || !subject || !span) {
    return undefined;
  }
  return { name: form.name, reason, ...subject, ...span };
}

function subjectOf({ subject, tags, slxs }: WindowForm): Partial<MaintenanceWindowCreate> | undefined {
  switch (subject) {
    case 'all':
      return { all: true };
    case 'tags': {
      const conditions = tags.map(tagCondition).filter((tag) => tag !== undefined);
      return conditions.length > 0 && conditions.length === tags.length ? { tags: conditions } : undefined;
    }
    case 'slxs':
      return slxs.length > 0 ? { slxNames: slxs } : undefined;
  }
}

function spanOf(form: WindowForm): Partial<MaintenanceWindowCreate> | undefined {
  if (form.when === 'once') {
    const until = instantOf(form.until);
    return until === undefined ? undefined : { from: instantOf(form.from), until };
  }
  const cron = form.cron.trim();
  return cron === '' || form.minutes === undefined
    ? undefined
    : {
        recurring: { cron, timeZone: form.timeZone.trim() || 'UTC', durationMinutes: form.minutes },
        expires: instantOf(form.expires),
      };
}

function instantOf(local: string): string | undefined {
  const at = Date.parse(local);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
