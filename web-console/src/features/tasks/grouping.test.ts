import { describe, expect, it } from 'vitest';
import type { CodeBundle, Insight, Task } from '../../api/types';
import { AVAILABLE, rowsOf } from './grouping';

const task = (slx: string, platform: string, title: string, more: Partial<Task> = {}): Task => ({
  slxName: `default--${slx}`,
  slxShortName: slx,
  kind: 'diagnostic',
  unresolvedTitle: title,
  resolvedTitle: title,
  access: 'read-only',
  platform,
  tags: [],
  codeCollection: 'starter',
  codeBundle: 'b',
  ...more,
});

const insight = (slx: string, kind: Insight['kind'], title: string | undefined): Insight => ({
  slxName: `default--${slx}`,
  slxShortName: slx,
  kind,
  taskTitle: title,
  status: 'warn',
  since: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
});

const bundle: CodeBundle = {
  name: 'spare',
  codeCollection: 'starter',
  path: 'codebundles/spare',
  platforms: [],
  robots: [],
  variables: [],
  secrets: [],
  findings: [],
};

const view = (more: Partial<Parameters<typeof rowsOf>[0]>) =>
  rowsOf({ tasks: [], available: [], insights: [], search: '', folded: new Set(), ...more });

describe('the tasks page', () => {
  it('groups by platform, then by SLX, with Other after the named platforms', () => {
    const rows = view({
      tasks: [
        task('x', 'Other', 'a'),
        task('disk', 'Linux', 'b'),
        task('dns', 'Linux', 'c'),
        task('disk', 'Linux', 'd'),
      ],
      available: [bundle],
    });
    expect(rows.map((row) => row.key)).toEqual([
      'platform Linux',
      'slx Linux disk',
      'task disk diagnostic b',
      'task disk diagnostic d',
      'slx Linux dns',
      'task dns diagnostic c',
      'platform Other',
      'slx Other x',
      'task x diagnostic a',
      AVAILABLE,
      'bundle starter spare',
    ]);
  });

  it('finds a task by all the words, wherever they stand', () => {
    const tasks = [task('disk', 'Linux', 'Check Free Space'), task('dns', 'Network', 'Resolve Name')];
    const found = view({ tasks, search: 'space DISK' }).filter((row) => row.type === 'task');
    expect(found).toHaveLength(1);
    expect(view({ tasks, search: 'space dns' })).toHaveLength(0);
  });

  it('folds a platform away and unfolds it for a search', () => {
    const tasks = [task('disk', 'Linux', 'a')];
    expect(view({ tasks, folded: new Set(['Linux']) })).toHaveLength(1);
    expect(view({ tasks, folded: new Set(['Linux']), search: 'a' })).toHaveLength(3);
  });

  it('gives a task the insight of its own SLX, kind and unresolved title', () => {
    const rows = view({
      tasks: [
        task('disk', 'Linux', 'a'),
        task('disk', 'Linux', 'a', { kind: 'health check' }),
        task('dns', 'Linux', 'a'),
      ],
      insights: [insight('disk', 'sli', 'a'), insight('disk', 'sli', undefined)],
    });
    const having = rows.filter((row) => row.type === 'task' && row.insight !== undefined);
    expect(having.map((row) => row.key)).toEqual(['task disk health check a']);
  });
});
