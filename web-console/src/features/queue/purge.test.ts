import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../api/client';
import type { QueuedRun } from '../../api/types';
import { NONE } from './conditions';
import { previewOf } from './purge';

const run: QueuedRun = {
  id: '1',
  runSessionId: '1',
  slxName: 'default--disk',
  slxShortName: 'disk',
  taskTitles: 'Look',
  requester: 'admin',
  requestTime: '2026-11-26T00:00:00Z',
  expiresAt: '2026-11-26T00:20:00Z',
  ageSeconds: 1,
  position: 1,
  state: 'waiting',
  reason: 'Waits for a free slot.',
};

const reading = { data: undefined, error: null };
const failed = { data: undefined, error: new ApiProblem(503, 'Not now', 'The runner is down.') };
const queue = { data: [run], error: null, hasNextPage: false };
const disk = { ...NONE, slx: 'disk' };

describe('what a purge would end', () => {
  it('is told once the queue was read', () => {
    expect(previewOf(disk, { queue: { ...queue, data: undefined }, length: reading, slxs: reading })).toEqual(
      {
        state: 'reading',
      },
    );
    expect(previewOf(disk, { queue, length: reading, slxs: reading })).toMatchObject({
      state: 'known',
      text: expect.stringMatching(/^1 run matches\./),
    });
  });

  it('needs the SLXs for a tag only', () => {
    const reads = { queue, length: reading, slxs: reading };
    expect(previewOf({ ...disk, tag: 'cluster' }, reads).state).toBe('reading');
    expect(previewOf({ ...disk, tag: 'cluster' }, { ...reads, slxs: failed }).state).toBe('failed');
    expect(previewOf(disk, { ...reads, slxs: failed }).state).toBe('known');
  });

  it('is not known from an older answer when asking again failed', () => {
    const stale = { ...queue, error: failed.error };
    expect(previewOf(disk, { queue: stale, length: reading, slxs: reading })).toEqual({
      state: 'failed',
      problem: failed.error,
    });
  });

  it('includes scheduled checks unless a task is named', () => {
    const reads = { queue, length: reading, slxs: reading };
    expect(previewOf(disk, reads)).toMatchObject({ text: expect.stringContaining('Scheduled checks') });
    expect(previewOf({ ...disk, task: 'Look' }, reads)).toEqual({ state: 'known', text: '1 run matches.' });
  });
});
