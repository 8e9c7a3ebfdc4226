import { type ButtonProps, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CirclePause, CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useHold } from '../../api/schedules';
import { mayAct, useSession } from '../../api/session';
import type { ScheduleSelection } from '../../api/types';
import { counted } from '../../app/counted';
import { useWorkspace } from '../../app/workspace';
import { Confirm } from '../../components/Confirm';

interface HoldButtonProps {
  label: string;
  /** What is paused or resumed, for people. */
  what: string;
  selection: ScheduleSelection;
  size?: ButtonProps['size'];
}

/** Keeps schedules from firing, with a reason if the person gives one. */
export function PauseButton({ label, what, selection, size = 'sm' }: HoldButtonProps) {
  const workspace = useWorkspace();
  const session = useSession();
  const pause = useHold(workspace, 'pause');
  const [reason, setReason] = useState('');
  if (!mayAct(session.data, workspace, 'readwrite')) {
    return null;
  }
  const confirmed = (done: () => void) =>
    pause.mutate(
      { ...selection, reason: reason.trim() || undefined },
      {
        onSuccess: (answer) => {
          done();
          tell(`${counted(answer.count, 'schedule')} paused`);
        },
      },
    );
  return (
    <Confirm
      label={label}
      name={`Pause ${what}`}
      deed="Pause"
      size={size}
      leftSection={<CirclePause size={13} />}
      mutation={pause}
      confirmed={confirmed}
    >
      <Text size="sm">
        Pauses {what}. Nothing is caught up when they are resumed; runs on demand go on, and SLXs that come
        later are not paused.
      </Text>
      <TextInput
        label="Reason"
        placeholder="Optional; shown with the pause"
        size="xs"
        maxLength={1_024}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}

/** Lets paused schedules fire again. */
export function ResumeButton({ label, what, selection, size = 'sm' }: HoldButtonProps) {
  const workspace = useWorkspace();
  const session = useSession();
  const resume = useHold(workspace, 'resume');
  if (!mayAct(session.data, workspace, 'readwrite')) {
    return null;
  }
  const confirmed = (done: () => void) =>
    resume.mutate(selection, {
      onSuccess: (answer) => {
        done();
        tell(`${counted(answer.count, 'schedule')} resumed`);
      },
    });
  return (
    <Confirm
      label={label}
      name={`Resume ${what}`}
      deed="Resume"
      size={size}
      leftSection={<CirclePlay size={13} />}
      mutation={resume}
      confirmed={confirmed}
    >
      <Text size="sm">Resumes {what} that are paused. They fire at their next times.</Text>
    </Confirm>
  );
}

function tell(message: string) {
  notifications.show({ message });
}
