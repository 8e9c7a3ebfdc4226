import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { useForget } from '../../api/collections';
import { places } from '../../app/places';

export function ForgetButton({ collection }: { collection: string }) {
  const [asking, dialog] = useDisclosure();
  const forget = useForget(collection);
  const navigate = useNavigate();
  const confirmed = () =>
    forget.mutate(undefined, {
      onSuccess: () => navigate(places.collections),
      onError: (problem) => {
        dialog.close();
        notifications.show({
          color: 'red',
          title: `${collection} was not forgotten`,
          message: problem.message,
        });
      },
    });
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        Forget
      </Button>
      <Modal opened={asking} onClose={dialog.close} title={`Forget ${collection}?`}>
        <Text size="sm">
          Its worker pool goes too. SLXs that use its CodeBundles stay, and their runs are refused until a
          CodeCollection with the same URL is registered.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={dialog.close} data-autofocus>
            Cancel
          </Button>
          <Button color="red.8" loading={forget.isPending} onClick={confirmed}>
            Forget it
          </Button>
        </Group>
      </Modal>
    </>
  );
}
