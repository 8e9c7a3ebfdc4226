import type { Access, Slx, Task } from '../../api/types';

/** The tasks of a workspace, as far as they were read. */
interface ReadTasks {
  results: Task[];
  complete: boolean;
}

/** The tasks of an SLX, and what may be done with them. */
export interface OwnTasks {
  tasks: Task[];
  /** Whether there is, or may be, something to run. */
  runnable: boolean;
  /** Of all that can be run; `unknown` when a task of it may not have been read. */
  access: Access | 'unknown';
  /** Why there are none, or maybe not all; undefined when all are there. */
  lack: string | undefined;
}

export function ownTasks(slx: Slx, read: ReadTasks | undefined): OwnTasks {
  const tasks = read?.results.filter((task) => task.slxShortName === slx.shortName) ?? [];
  const runnable = tasks.filter((task) => task.kind !== 'health check');
  if (read?.complete === false) {
    const first = read.results.length.toLocaleString();
    return {
      tasks,
      runnable: runnable.length > 0 || slx.hasRunbook,
      access: 'unknown',
      lack: `Only the first ${first} tasks of the workspace were read, so this SLX may have others.`,
    };
  }
  return {
    tasks,
    runnable: runnable.length > 0,
    access: runnable.some((task) => task.access === 'read-write') ? 'read-write' : 'read-only',
    lack:
      tasks.length === 0
        ? 'No CodeBundle of this SLX could be read yet, so its tasks are not known.'
        : undefined,
  };
}
