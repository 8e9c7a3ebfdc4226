import { Code } from '@mantine/core';
import { visible } from '../log/ansi';

/** A title with what stands in backticks set as code: resource names, by the authors' convention. */
export function Ticked({ text }: { text: string }) {
  const parts = visible(text).split('`');
  if (parts.length < 3 || parts.length % 2 === 0) {
    return visible(text);
  }
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a title have no identity but their place
      <Code key={index} fz="0.92em" fw="inherit" bg="var(--tone-quiet-bg)" c="inherit">
        {part}
      </Code>
    ) : (
      part
    ),
  );
}
