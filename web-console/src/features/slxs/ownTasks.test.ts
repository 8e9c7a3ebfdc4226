import { describe, expect, it } from 'vitest';
import type { Slx, Task } from '../../api/types';
import { asksFirst } from '../../components/RunButton';
import { ownTasks } from './ownTasks';

const slx: Slx = {
  name: 'default--disk',
  shortName: 'disk',
  workspace: 'default',
  spec: {},
  hasSli: false,
  hasRunbook: true,
  warnings: [],
};

const task = (slxShortName: string, access: Task['access']): Task => ({
  slxName: `default--${slxShortName}`,
  slxShortName,
  kind: 'remediation',
  unresolvedTitle: 'Clean up',
  resolvedTitle: 'Clean up',
  access,
  platform: 'Linux',
  tags: [],
  codeCollection: 'starter',
  codeBundle: 'disk',
});

describe('the tasks of an SLX', () => {
  it('are those of the list that are its own', () => {
    const read = { results: [task('cpu', 'read-write'), task('disk', 'read-only')], complete: true };
    const own = ownTasks(slx, read);
    expect(own).toMatchObject({ tasks: [read.results[1]], runnable: true, lack: undefined });
    expect(asksFirst(own.access)).toBe(false);
    expect(asksFirst(ownTasks(slx, { ...read, results: [task('disk', 'read-write')] }).access)).toBe(true);
  });

  it('are not run without asking when one that changes things may be behind the cut', () => {
    const own = ownTasks(slx, { results: [task('disk', 'read-only')], complete: false });
    expect(asksFirst(own.access)).toBe(true);
  });

  it('are not said to be none when they may be behind the cut, and can be run', () => {
    const own = ownTasks(slx, { results: [task('cpu', 'read-only')], complete: false });
    expect(own.lack).toBe('Only the first 1 tasks of the workspace were read, so this SLX may have others.');
    expect(own.runnable).toBe(true);
  });

  it('are said to be unread when the whole list has none', () => {
    const own = ownTasks(slx, { results: [], complete: true });
    expect(own.lack).toContain('No CodeBundle of this SLX could be read yet');
    expect(own.runnable).toBe(false);
  });
});
