import { type CSSProperties, memo } from 'react';
import { drawn, parseLine, type Style } from './ansi';

interface LogLineProps {
  text: string;
  start: Style;
}

/** One line with its colours. The text goes in as text nodes, so markup in it stays what it is: characters. */
export const LogLine = memo(function LogLine({ text, start }: LogLineProps) {
  const [segments] = parseLine(text, start);
  return segments.map((segment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a line have no identity but their place
    <span key={index} style={cssOf(segment.style)}>
      {segment.text}
    </span>
  ));
});

function cssOf(style: Style): CSSProperties | undefined {
  if (Object.keys(style).length === 0) {
    return undefined;
  }
  const { fg, bg } = drawn(style);
  const lines = [style.underline && 'underline', style.strike && 'line-through'].filter(Boolean).join(' ');
  return {
    color: fg,
    backgroundColor: bg,
    fontWeight: style.bold ? 700 : undefined,
    fontStyle: style.italic ? 'italic' : undefined,
    filter: style.dim && bg === undefined ? 'brightness(0.75)' : undefined,
    textDecoration: lines || undefined,
  };
}
