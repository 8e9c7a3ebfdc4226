import { AppShell, Burger, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { useWorkspaces } from '../api/workspaces';
import { Account } from './Account';
import { Navigation } from './Navigation';
import { places } from './places';
import { SchemeToggle } from './SchemeToggle';
import classes from './Shell.module.css';
import { useWorkspace, WorkspaceFromAddress } from './workspace';

/** The frame of every page: header, navigation, content. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the address changes
  useEffect(close, [pathname]);
  return (
    <WorkspaceFromAddress>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AppShell
        header={{ height: 54 }}
        navbar={{ width: 222, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding={{ base: 'sm', sm: 'lg' }}
      >
        <AppShell.Header className={classes.header}>
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
          <Link to="/" className={classes.brand}>
            <img src="/favicon.svg" alt="" width={26} height={26} />
            Groundcrew
          </Link>
          <WorkspaceSwitch />
          <span style={{ flex: 1 }} />
          <SchemeToggle />
          <Account />
        </AppShell.Header>
        <AppShell.Navbar p="xs" className={classes.navbar}>
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main className={classes.main} id="content" tabIndex={-1}>
          <div className={classes.page}>
            <Outlet />
          </div>
        </AppShell.Main>
      </AppShell>
    </WorkspaceFromAddress>
  );
}

function WorkspaceSwitch() {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const workspaces = useWorkspaces();
  const names = workspaces.data?.results.map((each) => each.name) ?? [];
  const listed = names.includes(workspace);
  if (names.length === 0 || (names.length === 1 && listed)) {
    return null;
  }
  return (
    <Select
      aria-label="Workspace"
      size="xs"
      w={170}
      ml="md"
      data={names}
      value={listed ? workspace : null}
      placeholder={workspace}
      allowDeselect={false}
      searchable={names.length > 8}
      onChange={(name) => name !== null && navigate(places.tasks(name))}
    />
  );
}
