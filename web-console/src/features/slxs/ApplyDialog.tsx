import { Button, Group, Modal, Stack, Table, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useApply } from '../../api/slxs';
import { useWorkspace } from '../../app/workspace';
import { Notice } from '../../components/Notice';
import { Tone, type ToneName } from '../../components/Tone';

const TONES: Record<'created' | 'updated' | 'unchanged' | 'rejected', ToneName> = {
  created: 'good',
  updated: 'info',
  unchanged: 'quiet',
  rejected: 'bad',
};

/** Takes YAML documents and shows what became of each. */
export function ApplyDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const apply = useApply(useWorkspace());
  const [yaml, setYaml] = useState('');
  const shut = () => {
    apply.reset();
    close();
  };
  return (
    <Modal opened={opened} onClose={shut} title="Apply YAML" size="xl">
      <Stack>
        <Textarea
          label="Documents"
          description="ServiceLevelX, ServiceLevelIndicator and Runbook documents, separated by ---"
          autosize
          minRows={12}
          maxRows={24}
          data-autofocus
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
          value={yaml}
          onChange={(event) => setYaml(event.currentTarget.value)}
        />
        {apply.error && (
          <Notice tone="bad" role="alert">
            {apply.error.message}
          </Notice>
        )}
        {apply.data && (
          <Table verticalSpacing={6} aria-label="What became of each document">
            <Table.Tbody>
              {apply.data.map((one) => (
                <Table.Tr key={one.index}>
                  <Table.Td w={40}>{one.index + 1}</Table.Td>
                  <Table.Td w={110}>
                    <Tone tone={TONES[one.result]}>{one.result}</Tone>
                  </Table.Td>
                  <Table.Td className="breakable">
                    <Text size="sm">
                      {[one.kind, one.name].filter(Boolean).join(' ') || 'Unknown document'}
                    </Text>
                    {[one.message, ...one.warnings].filter(Boolean).map((sentence) => (
                      <Text key={sentence} size="xs" c="dimmed">
                        {sentence}
                      </Text>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={shut}>
            Close
          </Button>
          <Button loading={apply.isPending} disabled={yaml.trim() === ''} onClick={() => apply.mutate(yaml)}>
            Apply
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
