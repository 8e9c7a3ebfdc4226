import { Anchor, Group, Text } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import type { CodeBundle, Insight, Task } from '../../api/types';
import { counted } from '../../app/counted';
import { places } from '../../app/places';
import { interval } from '../../app/time';
import { useWorkspace } from '../../app/workspace';
import { AccessLabel, StatusLabel } from '../../components/labels';
import { RelativeTime } from '../../components/RelativeTime';
import { RunButton } from '../../components/RunButton';
import { Ticked } from '../../components/Ticked';
import { Tone } from '../../components/Tone';
import type { Row } from './grouping';
import classes from './TasksPage.module.css';

interface TaskRowProps {
  row: Row;
  /** Whether the insights of all tasks were read. */
  known: boolean;
  fold: (platform: string) => void;
}

export function TaskRow({ row, known, fold }: TaskRowProps) {
  switch (row.type) {
    case 'platform':
      return (
        <div className={`${classes.row} ${classes.platform}`}>
          <h2>
            <button type="button" aria-expanded={row.open} onClick={() => fold(row.platform)}>
              <ChevronRight size={16} className={classes.chevron} data-open={row.open} aria-hidden />
              {row.platform}
              <Text span size="xs" c="dimmed" fw={500}>
                {row.tasks}
              </Text>
            </button>
          </h2>
        </div>
      );
    case 'slx':
      return <SlxHeading slx={row.slx} alias={row.alias} />;
    case 'task':
      return <OneTask task={row.task} insight={row.insight} known={known} />;
    case 'bundle':
      return <OneBundle bundle={row.bundle} />;
  }
}

function SlxHeading({ slx, alias }: { slx: string; alias: string }) {
  const workspace = useWorkspace();
  return (
    <div className={`${classes.row} ${classes.slx}`}>
      <Group gap={8}>
        <Anchor component={Link} to={places.slx(workspace, slx)} size="sm" fw={600}>
          {alias}
        </Anchor>
        {alias !== slx && (
          <Text size="xs" c="dimmed">
            {slx}
          </Text>
        )}
      </Group>
    </div>
  );
}

interface OneTaskProps {
  task: Task;
  insight: Insight | undefined;
  known: boolean;
}

export function OneTask({ task, insight, known }: OneTaskProps) {
  return (
    <div className={`${classes.row} ${classes.task}`}>
      <div>
        <Text size="sm" fw={500} className="breakable">
          <Ticked text={task.resolvedTitle} />
        </Text>
        <Text size="xs" c="dimmed" lineClamp={1} title={task.documentation}>
          {task.kind}
          {task.documentation && ` · ${task.documentation}`}
        </Text>
      </div>
      <span className={classes.secondary}>
        <StatusLabel status={insight?.status} known={known} />
      </span>
      <Text size="xs" c="dimmed" className={classes.secondary}>
        <RelativeTime at={insight?.updatedAt} none="" />
      </Text>
      <span>
        <AccessLabel access={task.access} />
      </span>
      <Group justify="flex-end">
        {task.kind === 'health check' ? (
          <Text size="xs" c="dimmed">
            {task.intervalSeconds === undefined ? 'scheduled' : `every ${interval(task.intervalSeconds)}`}
          </Text>
        ) : (
          <RunButton
            slx={task.slxShortName}
            titles={[task.unresolvedTitle]}
            name={task.resolvedTitle}
            access={task.access}
          />
        )}
      </Group>
    </div>
  );
}

function OneBundle({ bundle }: { bundle: CodeBundle }) {
  const tasks = bundle.robots.reduce((sum, robot) => sum + robot.tasks.length, 0);
  return (
    <div className={`${classes.row} ${classes.bundle}`}>
      <div>
        <Text size="sm" fw={500}>
          {bundle.displayName || bundle.name}
        </Text>
        <Text size="xs" c="dimmed">
          <Anchor component={Link} to={places.collection(bundle.codeCollection)} size="xs">
            {bundle.codeCollection}
          </Anchor>
          {` · ${bundle.path} · ${counted(tasks, 'task')}`}
        </Text>
      </div>
      <Group gap={6}>
        {bundle.platforms.map((platform) => (
          <Tone key={platform} tone="quiet">
            {platform}
          </Tone>
        ))}
      </Group>
    </div>
  );
}
