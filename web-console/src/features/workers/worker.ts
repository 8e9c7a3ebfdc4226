import type { Worker } from '../../api/types';

export type WorkerState = 'online' | 'silent' | 'draining' | 'drained';

/** Drained is a worker that takes nothing and runs nothing: it may be stopped. */
export function stateOf(worker: Pick<Worker, 'health' | 'drainsBy' | 'running'>): WorkerState {
  if (worker.health === 'stale') {
    return 'silent';
  }
  if (worker.drainsBy === undefined) {
    return 'online';
  }
  return worker.running.length === 0 ? 'drained' : 'draining';
}

/** The tags that workers have, each once, in their order. */
export function tagsOf(workers: Pick<Worker, 'tags'>[]): string[] {
  return [...new Set(workers.flatMap((worker) => worker.tags))].sort();
}

/** The workers with a tag; all of them when it is empty. */
export function withTag<W extends Pick<Worker, 'tags'>>(workers: W[], tag: string): W[] {
  return tag === '' ? workers : workers.filter((worker) => worker.tags.includes(tag));
}

/** How long something waited: `under 0.1 s`, `4.2 s`; undefined when it is not known. */
export function waited(seconds: number | undefined): string | undefined {
  if (seconds === undefined) {
    return undefined;
  }
  if (seconds < 0.1) {
    return 'under 0.1 s';
  }
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
