import { Box, Text } from '@mantine/core';
import { visible } from '../log/ansi';

/** Text of a task as it is, in a box that scrolls; control characters are written out. */
export function Preformatted({ text, label }: { text: string; label: string }) {
  return (
    <Box>
      <Text
        component="pre"
        size="xs"
        ff="monospace"
        m={0}
        p="sm"
        tabIndex={0}
        aria-label={label}
        role="region"
        style={{
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          maxHeight: 420,
          overflow: 'auto',
          background: 'var(--surface-hover)',
          border: '1px solid var(--line)',
          borderRadius: 8,
        }}
      >
        {visible(text)}
      </Text>
    </Box>
  );
}
