import { Center, Loader, Stack, Text, Title } from '@mantine/core';
import type { ApiProblem } from '../api/client';

/** Stands in for the whole console while the gateway gives no usable answer; it keeps asking by itself. */
export function Unreachable({ problem }: { problem: ApiProblem }) {
  return (
    <Center h="100vh" p="md" component="main">
      <Stack align="center" gap="xs" role="alert" ta="center" maw={520}>
        <Loader type="dots" aria-hidden />
        <Title order={1}>{problem.title}</Title>
        <Text c="dimmed" size="sm">
          {problem.message}
        </Text>
      </Stack>
    </Center>
  );
}
