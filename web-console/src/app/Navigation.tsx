import {
  CalendarClock,
  CircleDot,
  FolderGit2,
  Gauge,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Play,
  Server,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useQueueLength } from '../api/control';
import { useOpenIssues } from '../api/issues';
import { Tone } from '../components/Tone';
import { places } from './places';
import classes from './Shell.module.css';
import { useWorkspace } from './workspace';

export function Navigation() {
  const workspace = useWorkspace();
  return (
    <nav aria-label="Pages">
      <div className={classes.group}>Workspace</div>
      <Entry to={places.slxs(workspace)} icon={Gauge} label="SLXs" />
      <Entry
        to={places.issues(workspace)}
        icon={CircleDot}
        label="Issues"
        extra={<OpenIssues workspace={workspace} />}
      />
      <Entry to={places.schedules(workspace)} icon={CalendarClock} label="Schedules" />
      <Entry to={places.sessions(workspace)} icon={Play} label="Run sessions" />
      <Entry
        to={places.queue(workspace)}
        icon={ListOrdered}
        label="Queue"
        extra={<QueuedRuns workspace={workspace} />}
      />
      <div className={classes.group}>Studio</div>
      <Entry to={places.tasks(workspace)} icon={ListChecks} label="Tasks" />
      <Entry to={places.collections} icon={FolderGit2} label="CodeCollections" />
      <div className={classes.group}>Installation</div>
      <Entry to={places.workers} icon={Server} label="Workers" />
    </nav>
  );
}

function Entry({
  to,
  icon: Icon,
  label,
  extra,
}: {
  to: string;
  icon: LucideIcon;
  label: string;
  extra?: ReactNode;
}) {
  return (
    <NavLink to={to} className={classes.link}>
      <Icon size={17} aria-hidden />
      {label}
      {extra}
    </NavLink>
  );
}

function OpenIssues({ workspace }: { workspace: string }) {
  const issues = useOpenIssues(workspace).data;
  const count = issues?.results.length ?? 0;
  if (count === 0) {
    return null;
  }
  return (
    <span className={classes.count}>
      <Tone tone="bad" title="Open issues">
        {issues?.next ? `${count}+` : count}
      </Tone>
    </span>
  );
}

function QueuedRuns({ workspace }: { workspace: string }) {
  const length = useQueueLength(workspace).data?.total ?? 0;
  return length === 0 ? null : (
    <span className={classes.count}>
      <Tone tone="quiet" title="Runs that wait">
        {length.toLocaleString()}
      </Tone>
    </span>
  );
}
