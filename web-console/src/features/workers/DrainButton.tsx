import { NumberInput, Text } from '@mantine/core';
import { CirclePause, CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useDrain, useResume } from '../../api/workers';
import { Confirm } from '../../components/Confirm';

const MINUTES = 5;
const MOST_MINUTES = 240;

export function DrainButton({ worker }: { worker: string }) {
  const drain = useDrain(worker);
  const [minutes, setMinutes] = useState<string | number>(MINUTES);
  return (
    <Confirm
      label="Drain"
      name={`Drain ${worker}`}
      deed="Drain it"
      leftSection={<CirclePause size={13} />}
      mutation={drain}
      confirmed={(done) =>
        drain.mutate(Math.round(Number(minutes === '' ? MINUTES : minutes) * 60), { onSuccess: done })
      }
    >
      <Text size="sm">
        It takes nothing more and ends what it runs. What is not over after the grace period and may be
        repeated goes to another worker.
      </Text>
      <NumberInput
        label="Grace period in minutes"
        size="xs"
        min={0}
        max={MOST_MINUTES}
        clampBehavior="strict"
        hideControls
        value={minutes}
        onChange={setMinutes}
      />
    </Confirm>
  );
}

export function ResumeButton({ worker }: { worker: string }) {
  const resume = useResume(worker);
  return (
    <Confirm
      label="Resume"
      name={`Resume ${worker}`}
      deed="Resume it"
      leftSection={<CirclePlay size={13} />}
      mutation={resume}
      confirmed={(done) => resume.mutate(undefined, { onSuccess: done })}
    >
      <Text size="sm">It takes requests again.</Text>
    </Confirm>
  );
}
