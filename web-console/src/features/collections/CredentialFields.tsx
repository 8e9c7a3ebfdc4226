import { Group, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import type { CollectionForm, CredentialKind } from './form';

const KINDS: { value: CredentialKind; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'token', label: 'Token' },
  { value: 'password', label: 'User and password' },
  { value: 'ssh', label: 'SSH key' },
];

interface CredentialFieldsProps {
  form: CollectionForm;
  set: (change: Partial<CollectionForm>) => void;
  kept: boolean;
}

/** Credentials go in and never come out: what is stored cannot be shown, only kept, replaced or removed. */
export function CredentialFields({ form, set, kept }: CredentialFieldsProps) {
  return (
    <>
      <Select
        label="Credentials"
        description={kept ? 'Stored ones are never shown' : undefined}
        data={kept ? [{ value: 'keep', label: 'Keep the stored ones' }, ...KINDS] : KINDS}
        value={form.credentialKind}
        allowDeselect={false}
        onChange={(value) => set({ credentialKind: (value ?? 'none') as CredentialKind })}
      />
      {form.credentialKind === 'token' && (
        <PasswordInput
          label="Token"
          required
          autoComplete="off"
          value={form.token}
          onChange={(event) => set({ token: event.currentTarget.value })}
        />
      )}
      {form.credentialKind === 'password' && (
        <Group grow>
          <TextInput
            label="User"
            required
            autoComplete="off"
            value={form.user}
            onChange={(event) => set({ user: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            required
            autoComplete="off"
            value={form.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
        </Group>
      )}
      {form.credentialKind === 'ssh' && (
        <>
          <Textarea
            label="Private key"
            required
            autosize
            minRows={3}
            maxRows={6}
            spellCheck={false}
            value={form.sshKey}
            onChange={(event) => set({ sshKey: event.currentTarget.value })}
          />
          <Textarea
            label="Known hosts"
            description="Lines of a known_hosts file for the server"
            autosize
            minRows={1}
            maxRows={4}
            spellCheck={false}
            value={form.sshKnownHosts}
            onChange={(event) => set({ sshKnownHosts: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}
