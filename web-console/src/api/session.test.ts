import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from './client';
import { keys } from './keys';
import { endOf, enter, mayAct, type Role } from './session';

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

describe('a role', () => {
  const allowed = (held: string, role: Role) =>
    mayAct({ subject: 'ann', roles: { default: held } }, 'default', role);

  it('lets nobody run tasks who may only do so through an assistant', () => {
    expect(allowed('readandrunwithassistant', 'readandrun')).toBe(false);
    expect(allowed('readandrunwithassistant', 'readonly')).toBe(true);
    expect(allowed('readandrun', 'readandrun')).toBe(true);
  });

  it('allows what those below it allow and nothing above', () => {
    expect(allowed('readwrite', 'readandrun')).toBe(true);
    expect(allowed('readwrite', 'admin')).toBe(false);
    expect(allowed('admin', 'readwrite')).toBe(true);
    expect(allowed('a role of later', 'readonly')).toBe(false);
  });

  it('holds in its workspace, and everywhere when it is for all', () => {
    const identity = { subject: 'ann', roles: { default: 'admin', '*': 'readonly' } };
    expect(mayAct(identity, 'other', 'readonly')).toBe(true);
    expect(mayAct(identity, 'other', 'readandrun')).toBe(false);
    expect(mayAct(null, 'default', 'readonly')).toBe(false);
  });
});
