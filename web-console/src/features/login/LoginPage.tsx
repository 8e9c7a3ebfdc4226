import { Button, Center, Code, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useLogin } from '../../api/session';
import { SchemeToggle } from '../../app/SchemeToggle';
import { Notice } from '../../components/Notice';

export function LoginPage() {
  const [token, setToken] = useState('');
  const login = useLogin();
  useEffect(() => {
    document.title = 'Log in · Groundcrew';
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate(token.trim());
  };
  return (
    <Center mih="100vh" p="md" component="main" pos="relative">
      <Group pos="absolute" top={12} right={12}>
        <SchemeToggle />
      </Group>
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center" gap="sm">
          <img src="/favicon.svg" alt="" width={38} height={38} />
          <Title order={1}>Groundcrew</Title>
        </Group>
        <Paper p="xl" component="form" onSubmit={submit} shadow="sm">
          <Stack>
            <PasswordInput
              label="Token"
              description="An API token of yours, or the admin token of this installation"
              name="token"
              autoComplete="current-password"
              required
              withAsterisk={false}
              autoFocus
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
            {login.error && (
              <Notice tone="bad" role="alert">
                {login.error.message}
              </Notice>
            )}
            <Button type="submit" loading={login.isPending} disabled={token.trim() === ''} fullWidth>
              Log in
            </Button>
          </Stack>
        </Paper>
        <Text size="xs" c="dimmed" ta="center">
          The first start prints an admin token and keeps it in <Code>admin-token</Code> in its data
          directory.
        </Text>
      </Stack>
    </Center>
  );
}
