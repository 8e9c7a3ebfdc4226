import type { MaintenanceWindowCreate } from './types';

/** Query keys by resource. A write invalidates the shortest key that covers what it changed. */
export const keys = {
  session: ['session'] as const,
  workspaces: ['workspaces'] as const,
  workers: ['workers'] as const,
  pools: ['pools'] as const,
  collections: {
    all: ['collections'] as const,
    list: () => [...keys.collections.all, 'list'] as const,
    one: (name: string) => [...keys.collections.all, name] as const,
    bundles: (name: string, commit: string) => [...keys.collections.one(name), 'bundles', commit] as const,
  },
  workspace: (workspace: string) => ['workspace', workspace] as const,
  tasks: (workspace: string) => [...keys.workspace(workspace), 'tasks'] as const,
  insights: (workspace: string, slx?: string) =>
    [...keys.workspace(workspace), 'insights', slx ?? '*'] as const,
  slxs: {
    list: (workspace: string) => [...keys.workspace(workspace), 'slxs'] as const,
    one: (workspace: string, slx: string) => [...keys.slxs.list(workspace), slx] as const,
    samples: (workspace: string, slx: string, hours: number, sub: string) =>
      [...keys.slxs.one(workspace, slx), 'samples', hours, sub] as const,
    runs: (workspace: string, slx: string, kind: 'sli' | 'runbook') =>
      [...keys.slxs.one(workspace, slx), 'runs', kind] as const,
  },
  issues: {
    all: (workspace: string) => [...keys.workspace(workspace), 'issues'] as const,
    list: (workspace: string, filter: IssueFilter) =>
      [...keys.issues.all(workspace), 'list', filter] as const,
    open: (workspace: string) => [...keys.issues.all(workspace), 'open'] as const,
    one: (workspace: string, issue: string) => [...keys.issues.all(workspace), issue] as const,
    occurrences: (workspace: string, issue: string) =>
      [...keys.issues.one(workspace, issue), 'occurrences'] as const,
  },
  sessions: {
    list: (workspace: string) => [...keys.workspace(workspace), 'sessions'] as const,
    one: (workspace: string, session: string) => [...keys.sessions.list(workspace), session] as const,
  },
  queue: {
    all: (workspace: string) => [...keys.workspace(workspace), 'queue'] as const,
    list: (workspace: string) => [...keys.queue.all(workspace), 'list'] as const,
    length: (workspace: string) => [...keys.queue.all(workspace), 'length'] as const,
  },
  /** Names the mutations that end runs. */
  cancelling: (workspace: string) => [...keys.workspace(workspace), 'cancelling'] as const,
  /** Names the mutations that start runs. */
  starting: (workspace: string) => [...keys.workspace(workspace), 'starting'] as const,
  limits: (workspace: string) => [...keys.workspace(workspace), 'limits'] as const,
  schedules: {
    all: (workspace: string) => [...keys.workspace(workspace), 'schedules'] as const,
    list: (workspace: string, tag: string) => [...keys.schedules.all(workspace), 'list', tag] as const,
  },
  windows: {
    list: (workspace: string) => [...keys.workspace(workspace), 'windows'] as const,
    preview: (workspace: string, window: MaintenanceWindowCreate) =>
      [...keys.windows.list(workspace), 'preview', window] as const,
  },
  runs: {
    all: (workspace: string) => [...keys.workspace(workspace), 'runs'] as const,
    one: (workspace: string, run: string) => [...keys.runs.all(workspace), run] as const,
    lastGood: (workspace: string, run: string) => [...keys.runs.one(workspace, run), 'last-good'] as const,
    report: (workspace: string, run: string) => [...keys.runs.one(workspace, run), 'report'] as const,
  },
};

export interface IssueFilter {
  closed?: boolean;
  severity?: number;
  slx?: string;
}
