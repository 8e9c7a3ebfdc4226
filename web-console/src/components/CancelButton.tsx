import { Text, TextInput } from '@mantine/core';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { type CancelTarget, useCancel } from '../api/control';
import { mayAct, useSession } from '../api/session';
import { useWorkspace } from '../app/workspace';
import { Confirm } from './Confirm';

interface CancelButtonProps {
  target: CancelTarget;
  /** What is ended, for people. */
  name: string;
  /** What ending it means. */
  explanation: string;
  label?: string;
  small?: boolean;
}

/** Ends a run or a session, with a reason if the person gives one. Not there for who may not run anything. */
export function CancelButton({
  target,
  name,
  explanation,
  label = 'Cancel',
  small = false,
}: CancelButtonProps) {
  const workspace = useWorkspace();
  const session = useSession();
  const cancel = useCancel(workspace, target);
  const [reason, setReason] = useState('');
  if (!mayAct(session.data, workspace, 'readandrun')) {
    return null;
  }
  return (
    <Confirm
      label={label}
      name={`${label}: ${name}`}
      deed={'run' in target ? 'Cancel the run' : 'Cancel the session'}
      leftSection={<Ban size={13} />}
      size={small ? 'compact-xs' : 'sm'}
      mutation={cancel}
      confirmed={(done) => cancel.mutate(reason, { onSuccess: done })}
    >
      <Text size="sm" className="breakable">
        Ends <b>{name}</b>. {explanation}
      </Text>
      <TextInput
        label="Reason"
        placeholder="Optional; shown with the outcome"
        size="xs"
        maxLength={1_024}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
