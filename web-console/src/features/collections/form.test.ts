import { describe, expect, it } from 'vitest';
import { formOf, nameFault, nameFor, specOf } from './form';

describe('registering a CodeCollection', () => {
  it('suggests a name from the address', () => {
    expect(nameFor('https://git.example/ops/Team_Checks.git')).toBe('team-checks');
    expect(nameFor('git@git.example:ops/checks.git/')).toBe('checks');
    expect(nameFault(nameFor('https://git.example/ops/Team_Checks.git'))).toBeUndefined();
    expect(nameFault('Team Checks')).toBeDefined();
  });

  it('sends one of branch, tag and ref, and nothing that was left empty', () => {
    const spec = specOf({ ...formOf(), repoURL: ' https://x/y.git ', refKind: 'tag', ref: 'v1' }, false);
    expect(JSON.parse(JSON.stringify(spec))).toEqual({
      repoURL: 'https://x/y.git',
      tag: 'v1',
      syncInterval: 'PT1M',
    });
  });

  it('keeps, replaces or removes credentials as asked', () => {
    const form = formOf();
    expect(specOf({ ...form, credentialKind: 'keep' }, true).credentials).toBeUndefined();
    expect(specOf({ ...form, credentialKind: 'none' }, true).credentials).toEqual({});
    expect(specOf({ ...form, credentialKind: 'token', token: 't' }, true).credentials).toEqual({
      token: 't',
    });
  });
});
