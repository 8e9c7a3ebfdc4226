import type { CodeCollection, CodeCollectionSpec, Credentials } from '../../api/types';

export type RefKind = 'branch' | 'tag' | 'ref';
export type CredentialKind = 'keep' | 'none' | 'token' | 'password' | 'ssh';

const INTERVALS = [
  { value: 'PT10S', label: '10 seconds' },
  { value: 'PT1M', label: '1 minute' },
  { value: 'PT5M', label: '5 minutes' },
  { value: 'PT1H', label: '1 hour' },
  { value: 'PT24H', label: '1 day' },
];

/** The sync intervals to choose from, `value` (an ISO 8601 duration) among them. */
export function intervalsWith(value: string): { value: string; label: string }[] {
  return INTERVALS.some((known) => known.value === value)
    ? INTERVALS
    : [...INTERVALS, { value, label: value }];
}

/** `1 minute` for `PT1M`; the duration itself where it is none of those to choose from. */
export function intervalLabel(value: string): string {
  return INTERVALS.find((known) => known.value === value)?.label ?? value;
}

export interface CollectionForm {
  name: string;
  repoURL: string;
  refKind: RefKind;
  ref: string;
  repoPath: string;
  syncInterval: string;
  workerReplicas: number | undefined;
  credentialKind: CredentialKind;
  token: string;
  user: string;
  password: string;
  sshKey: string;
  sshKnownHosts: string;
}

/** The form of a new collection, or of one that is changed. Credentials are never read back. */
export function formOf(collection?: CodeCollection): CollectionForm {
  const refKind: RefKind = collection?.tag ? 'tag' : collection?.ref ? 'ref' : 'branch';
  return {
    name: collection?.name ?? '',
    repoURL: collection?.repoURL ?? '',
    refKind,
    ref: collection?.[refKind] ?? '',
    repoPath: collection?.repoPath ?? '',
    syncInterval: collection?.syncInterval ?? 'PT1M',
    workerReplicas: collection?.workerReplicas,
    credentialKind: collection?.hasCredentials ? 'keep' : 'none',
    token: '',
    user: '',
    password: '',
    sshKey: '',
    sshKnownHosts: '',
  };
}

export function specOf(form: CollectionForm, hadCredentials: boolean): CodeCollectionSpec {
  return {
    repoURL: form.repoURL.trim(),
    [form.refKind]: form.ref.trim() || undefined,
    repoPath: form.repoPath.trim() || undefined,
    syncInterval: form.syncInterval,
    workerReplicas: form.workerReplicas,
    credentials: credentialsOf(form, hadCredentials),
  };
}

/** Absent leaves them as they are; an empty object removes them. */
function credentialsOf(form: CollectionForm, hadCredentials: boolean): Credentials | undefined {
  switch (form.credentialKind) {
    case 'keep':
      return undefined;
    case 'none':
      return hadCredentials ? {} : undefined;
    case 'token':
      return { token: form.token };
    case 'password':
      return { user: form.user, password: form.password };
    case 'ssh':
      return { sshKey: form.sshKey, sshKnownHosts: form.sshKnownHosts || undefined };
  }
}

/** A name for the repository at `url`: its last part, in the letters a name may have. */
export function nameFor(url: string): string {
  const last = url.trim().replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
  return last
    .replace(/\.git$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}

/** What is wrong with a name, or undefined. */
export function nameFault(name: string): string | undefined {
  return name === '' || /^[a-z0-9-]{1,40}$/.test(name)
    ? undefined
    : 'Lower-case letters, digits and hyphens, 40 at most';
}
