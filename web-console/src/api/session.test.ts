import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from './client';
import { keys } from './keys';
import { endOf, enter } from './session';

describe('logging out', () => {
  it('fails when the session may go on', async () => {
    const problem = new ApiProblem(0, 'Silence', '');
    await expect(endOf(Promise.reject(problem))).rejects.toBe(problem);
  });

  it('succeeds when the session had ended already', async () => {
    await expect(endOf(Promise.reject(new ApiProblem(401, 'Who?', '')))).resolves.toBeUndefined();
    await expect(endOf(Promise.resolve())).resolves.toBeUndefined();
  });
});

describe('a session that begins', () => {
  it('shows nothing that was read in the one before', () => {
    const queries = new QueryClient();
    const identity = { subject: 'ann', roles: { default: 'readonly' } };
    queries.setQueryData(keys.workspaces, { results: [] });
    enter(queries, identity);
    expect(queries.getQueryData(keys.workspaces)).toBeUndefined();
    expect(queries.getQueryData(keys.session)).toEqual(identity);
  });
});
