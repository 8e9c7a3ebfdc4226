import { Anchor, Text } from '@mantine/core';
import { SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { PageHeader } from '../components/layout';
import { EmptyState } from '../components/states';

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState icon={SearchX} title="The console has no page at this address">
        <Text size="sm" c="dimmed">
          <Anchor component={Link} to="/">
            Go to the tasks
          </Anchor>
        </Text>
      </EmptyState>
    </>
  );
}
