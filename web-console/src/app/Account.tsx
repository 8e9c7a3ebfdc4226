import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { FileJson, LogOut, User } from 'lucide-react';
import type { ApiProblem } from '../api/client';
import { useLogout, useSession } from '../api/session';
import { useWorkspace } from './workspace';

export function Account() {
  const session = useSession();
  const logout = useLogout();
  const workspace = useWorkspace();
  const role = session.data?.roles[workspace] ?? session.data?.roles['*'] ?? 'no role here';
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="Account">
          <User size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.data?.subject} · {role}
        </Menu.Label>
        <Menu.Item
          component="a"
          href="/openapi.yaml"
          target="_blank"
          rel="noopener"
          leftSection={<FileJson size={15} />}
        >
          REST API (OpenAPI)
        </Menu.Item>
        <Menu.Item
          leftSection={<LogOut size={15} />}
          onClick={() => logout.mutate(undefined, { onError: tell })}
        >
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function tell(problem: ApiProblem) {
  notifications.show({ color: 'red', title: 'You may still be logged in', message: problem.message });
}
