import { NumberInput, Text } from '@mantine/core';
import { CirclePause, CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useDrain, useDrainTagged, useResume, useResumeTagged } from '../../api/workers';
import { Confirm } from '../../components/Confirm';

const MINUTES = 5;
const MOST_MINUTES = 240;

export function DrainButton({ worker }: { worker: string }) {
  return (
    <Drain label="Drain" name={`Drain ${worker}`} deed="Drain it" drain={useDrain(worker)}>
      It takes nothing more and ends what it runs. What is not over after the grace period and may be repeated
      goes to another worker.
    </Drain>
  );
}

export function DrainTaggedButton({ tag }: { tag: string }) {
  return (
    <Drain
      label={`Drain all tagged ${tag}`}
      name={`Drain all tagged ${tag}`}
      deed="Drain them"
      drain={useDrainTagged(tag)}
    >
      They take nothing more and end what they run. What is not over after the grace period and may be
      repeated goes to other workers. A worker that starts later takes requests.
    </Drain>
  );
}

export function ResumeButton({ worker }: { worker: string }) {
  return (
    <Resume label="Resume" name={`Resume ${worker}`} deed="Resume it" resume={useResume(worker)}>
      It takes requests again.
    </Resume>
  );
}

export function ResumeTaggedButton({ tag }: { tag: string }) {
  return (
    <Resume
      label={`Resume all tagged ${tag}`}
      name={`Resume all tagged ${tag}`}
      deed="Resume them"
      resume={useResumeTagged(tag)}
    >
      They take requests again.
    </Resume>
  );
}

interface Words {
  label: string;
  name: string;
  deed: string;
  /** What will happen. */
  children: string;
}

function Drain({ drain, children, ...words }: Words & { drain: ReturnType<typeof useDrain> }) {
  const [minutes, setMinutes] = useState<string | number>(MINUTES);
  return (
    <Confirm
      {...words}
      leftSection={<CirclePause size={13} />}
      mutation={drain}
      confirmed={(done) =>
        drain.mutate(Math.round(Number(minutes === '' ? MINUTES : minutes) * 60), { onSuccess: done })
      }
    >
      <Text size="sm">{children}</Text>
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

function Resume({ resume, children, ...words }: Words & { resume: ReturnType<typeof useResume> }) {
  return (
    <Confirm
      {...words}
      leftSection={<CirclePlay size={13} />}
      mutation={resume}
      confirmed={(done) => resume.mutate(undefined, { onSuccess: done })}
    >
      <Text size="sm">{children}</Text>
    </Confirm>
  );
}
