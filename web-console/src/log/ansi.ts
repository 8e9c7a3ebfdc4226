import { contrast, indexed, PANE, rgb, TEXT } from './colours';

/** How a stretch of text is shown. Colours are `#rrggbb`. */
export interface Style {
  fg?: string;
  bg?: string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

export interface Segment {
  text: string;
  style: Style;
}

export const PLAIN: Style = Object.freeze({});

const ESC = '\u001b';

// In this order: a colour sequence (its parameters are group 1); any other control sequence; an operating system command
// such as a title or a hyperlink, which must end on its line or is shown as it is; any other escape of two or three
// characters. What follows a device control string stays visible: a sequence may colour text and never hide it.
const SEQUENCES = new RegExp(
  `${ESC}\\[([0-9;:]*)m|${ESC}\\[[0-?]*[ -/]*[@-~]|${ESC}\\][^\\u0007${ESC}]{0,4096}(?:\\u0007|${ESC}\\\\)|${ESC}[ -/]*[0-~]`,
  'g',
);

// Control characters, and the characters that turn the direction of text: both can make a line read as what it is not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const DECEIVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Splits one line into styled stretches; the second value is the style that the next line starts with. */
export function parseLine(line: string, start: Style): [Segment[], Style] {
  const segments: Segment[] = [];
  let style = start;
  let from = 0;
  const push = (text: string) => {
    if (text !== '') {
      segments.push({ text: visible(text), style });
    }
  };
  if (line.includes(ESC)) {
    for (const found of line.matchAll(SEQUENCES)) {
      push(line.slice(from, found.index));
      from = found.index + found[0].length;
      if (found[1] !== undefined) {
        style = applied(style, found[1]);
      }
    }
  }
  push(line.slice(from));
  return [segments, style];
}

/** Writes out what would otherwise act on the screen instead of standing on it. */
export function visible(text: string): string {
  return text.replace(DECEIVING, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20 || code === 0x7f) {
      return `^${String.fromCharCode(code ^ 0x40)}`;
    }
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

function applied(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let next: Style = { ...style };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    if (code === 0) {
      next = {};
    } else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(at + 1));
      at += used;
      if (colour !== undefined) {
        next[code === 38 ? 'fg' : 'bg'] = colour;
      }
    } else {
      Object.assign(next, simple(code));
    }
  }
  return next;
}

function extended(codes: number[]): [string | undefined, number] {
  if (codes[0] === 5) {
    return [indexed(codes[1] ?? 256), 2];
  }
  return codes[0] === 2 ? [rgb(...codes.slice(1, 4)), 4] : [undefined, codes.length];
}

// 8 (conceal) is left out on purpose.
function simple(code: number): Style {
  if (code >= 30 && code <= 37) return { fg: indexed(code - 30) };
  if (code >= 40 && code <= 47) return { bg: indexed(code - 40) };
  if (code >= 90 && code <= 97) return { fg: indexed(code - 82) };
  if (code >= 100 && code <= 107) return { bg: indexed(code - 92) };
  switch (code) {
    case 1:
      return { bold: true };
    case 2:
      return { dim: true };
    case 3:
      return { italic: true };
    case 4:
      return { underline: true };
    case 7:
      return { inverse: true };
    case 9:
      return { strike: true };
    case 22:
      return { bold: false, dim: false };
    case 23:
      return { italic: false };
    case 24:
      return { underline: false };
    case 27:
      return { inverse: false };
    case 29:
      return { strike: false };
    case 39:
      return { fg: undefined };
    case 49:
      return { bg: undefined };
    default:
      return {};
  }
}

/** The colours to draw with: a foreground that could not be read on its background gives way to one that can. */
export function drawn(style: Style): { fg?: string; bg?: string } {
  const [fg, bg] = style.inverse ? [style.bg ?? PANE, style.fg ?? TEXT] : [style.fg, style.bg];
  if (contrast(fg ?? TEXT, bg ?? PANE) >= 3) {
    return { fg, bg };
  }
  return { fg: contrast(TEXT, bg ?? PANE) >= 3 ? TEXT : PANE, bg };
}
