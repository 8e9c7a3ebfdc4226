import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { NextRun, SlxSchedule } from '../../api/types';
import { places } from '../../app/places';
import { clock } from '../../app/time';
import { useWorkspace } from '../../app/workspace';
import { DataTable } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { Tone } from '../../components/Tone';
import { PauseButton, ResumeButton } from './HoldButton';
import { rhythmOf, termsOf } from './schedule';

interface ScheduleTableProps {
  schedules: SlxSchedule[];
  utc: boolean;
}

export function ScheduleTable({ schedules, utc }: ScheduleTableProps) {
  const workspace = useWorkspace();
  return (
    <DataTable label="Schedules" minWidth={960} columns={['SLX', 'Runs', 'Next', 'Last', 'State']} actions>
      {schedules.map((schedule) => (
        <Table.Tr key={`${schedule.slxName} ${schedule.kind}`}>
          <Table.Td valign="top">
            <Anchor component={Link} to={places.slx(workspace, schedule.slxShortName)} size="sm" fw={600}>
              {schedule.slxShortName}
            </Anchor>
            <Text size="xs" c="dimmed">
              {schedule.kind === 'sli' ? 'SLI' : 'Runbook'}
            </Text>
          </Table.Td>
          <Table.Td valign="top">
            <Text size="sm" ff={schedule.cron && 'monospace'} fz={schedule.cron && 'xs'}>
              {rhythmOf(schedule)}
            </Text>
            <Text size="xs" c="dimmed">
              {termsOf(schedule).join(' · ')}
            </Text>
          </Table.Td>
          <Table.Td valign="top">
            <NextRuns runs={schedule.nextRuns} utc={utc} />
          </Table.Td>
          <Table.Td valign="top">
            <RelativeTime at={schedule.lastFire} />
          </Table.Td>
          <Table.Td valign="top">
            <State schedule={schedule} />
          </Table.Td>
          <Table.Td valign="top" ta="right">
            <Deed schedule={schedule} />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}

function NextRuns({ runs, utc }: { runs: NextRun[]; utc: boolean }) {
  return runs.length === 0 ? (
    <Text size="sm" c="dimmed">
      never again
    </Text>
  ) : (
    runs.map((run, index) => (
      <Text
        key={run.at}
        size={index === 0 ? 'sm' : 'xs'}
        c={index === 0 ? undefined : 'dimmed'}
        td={heldBy(run) && 'line-through'}
        title={heldBy(run)}
        className="numeric"
        style={{ whiteSpace: 'nowrap' }}
      >
        {clock(run.at, utc)}
        {heldBy(run) && <span className="visually-hidden">. {heldBy(run)}</span>}
      </Text>
    ))
  );
}

function heldBy({ maintenanceWindow, paused }: NextRun): string | undefined {
  if (maintenanceWindow) {
    return `Held by ${maintenanceWindow}`;
  }
  return paused ? 'Held by the pause' : undefined;
}

function State({ schedule: { paused, maintenanceWindow } }: { schedule: SlxSchedule }) {
  if (paused) {
    return (
      <>
        <Tone tone="notice" dot>
          Paused
        </Tone>
        <Text size="xs" c="dimmed" mt={2} className="breakable">
          <RelativeTime at={paused.since} /> by {paused.by}
          {paused.reason && `: ${paused.reason}`}
        </Text>
      </>
    );
  }
  return maintenanceWindow ? (
    <>
      <Tone tone="info" dot>
        Maintenance
      </Tone>
      <Text size="xs" c="dimmed" mt={2} className="breakable">
        {maintenanceWindow}
      </Text>
    </>
  ) : (
    <Tone tone="good" dot>
      On
    </Tone>
  );
}

function Deed({ schedule: { slxShortName, kind, paused } }: { schedule: SlxSchedule }) {
  const Button = paused ? ResumeButton : PauseButton;
  return (
    <Button
      label={paused ? 'Resume' : 'Pause'}
      what={`the ${kind === 'sli' ? 'SLI' : 'Runbook'} of ${slxShortName}`}
      selection={{ slxName: slxShortName, kind }}
      size="compact-xs"
    />
  );
}
