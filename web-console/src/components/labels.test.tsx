import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { OutcomeLabel, StatusLabel } from './labels';

describe('the status of a task', () => {
  it('tells one that has not run from one that is not known', () => {
    expect(renderToStaticMarkup(<StatusLabel status={undefined} known />)).toContain('Not run yet');
    expect(renderToStaticMarkup(<StatusLabel status={undefined} known={false} />)).toContain('Not known');
    expect(renderToStaticMarkup(<StatusLabel status="ok" known={false} />)).toContain('OK');
  });
});

describe('the state of a run', () => {
  const at = '2026-11-26T08:00:00Z';
  const run = { isStaged: false, startedAt: at };

  it('is not running between two attempts', () => {
    const attempts = [{ attempt: 1, worker: 'worker-7', startedAt: at, finishedAt: at }];
    expect(renderToStaticMarkup(<OutcomeLabel run={{ ...run, attempts }} />)).toContain(
      'Waiting for another attempt',
    );
    expect(renderToStaticMarkup(<OutcomeLabel run={run} />)).toContain('Running');
  });
});
