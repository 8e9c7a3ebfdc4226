import { Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { areCut, useSamples } from '../../api/slxs';
import { clock, useNow } from '../../app/time';
import { useWorkspace } from '../../app/workspace';
import { Section } from '../../components/layout';
import { Loaded } from '../../components/states';
import { beginningOf } from './curve';
import { SliChart } from './SliChart';
import { number } from './slx';

const RANGES = [
  { label: '1 h', value: '1' },
  { label: '6 h', value: '6' },
  { label: '24 h', value: '24' },
  { label: '7 d', value: '168' },
];

export function SliSection({ slx, unit }: { slx: string; unit: string | undefined }) {
  const workspace = useWorkspace();
  const [hours, setHours] = useState(1);
  const samples = useSamples(workspace, slx, hours, '');
  const now = useNow();
  return (
    <Section
      title={unit === undefined ? 'SLI' : `SLI (${unit})`}
      actions={
        <SegmentedControl
          size="xs"
          data={RANGES}
          value={String(hours)}
          onChange={(value) => setHours(Number(value))}
          aria-label="Time shown"
        />
      }
    >
      <Loaded query={samples} what="the samples" rows={4}>
        {(loaded) =>
          loaded.length === 0 ? (
            <Text size="sm" c="dimmed" py="xl" ta="center">
              No samples in this time. A check that fails leaves a gap.
            </Text>
          ) : (
            <>
              <SliChart samples={loaded} from={beginningOf(loaded, now - hours * 3_600_000)} to={now} />
              {areCut(loaded) && loaded[0] && (
                <Text size="xs" c="dimmed" mt="xs">
                  Only the newest {loaded.length.toLocaleString()} samples, since{' '}
                  {clock(loaded[0].timestamp, false)}.
                </Text>
              )}
              <Group gap="lg" mt="xs">
                <Stat name="Latest" value={loaded.at(-1)?.value} />
                <Stat
                  name="Mean"
                  value={loaded.reduce((sum, sample) => sum + sample.value, 0) / loaded.length}
                />
                <Stat name="Lowest" value={Math.min(...loaded.map((sample) => sample.value))} />
                <Stat name="Samples" value={loaded.length} />
              </Group>
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Stat({ name, value }: { name: string; value: number | undefined }) {
  return (
    <Text size="xs" c="dimmed">
      {name}{' '}
      <Text span size="sm" fw={600} c="var(--mantine-color-text)" className="numeric">
        {value === undefined ? '–' : number(value)}
      </Text>
    </Text>
  );
}
