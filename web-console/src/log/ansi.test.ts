import { describe, expect, it } from 'vitest';
import { drawn, PLAIN, parseLine } from './ansi';
import { contrast, PANE } from './colours';

const textOf = (line: string) =>
  parseLine(line, PLAIN)[0]
    .map((segment) => segment.text)
    .join('');

describe('a log line', () => {
  it('takes colours from SGR sequences and carries them to the next line', () => {
    const [segments, next] = parseLine('plain \u001b[1;31mred', PLAIN);
    expect(segments.map((segment) => segment.text)).toEqual(['plain ', 'red']);
    expect(segments[1]?.style).toMatchObject({ bold: true, fg: '#ff7b72' });
    expect(parseLine('still red\u001b[0m', next)[0][0]?.style.fg).toBe('#ff7b72');
  });

  it('reads 256 colours and true colours', () => {
    expect(parseLine('\u001b[38;5;196mx', PLAIN)[0][0]?.style.fg).toBe('#ff0000');
    expect(parseLine('\u001b[48;2;1;2;3mx', PLAIN)[0][0]?.style.bg).toBe('#010203');
    expect(parseLine('\u001b[38;2;1;2;300mx', PLAIN)[0][0]?.style.fg).toBeUndefined();
  });

  it('keeps the text of an OSC 8 link and drops its address', () => {
    expect(textOf('\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007 me')).toBe('click me');
    expect(textOf('\u001b]8;;https://evil.test\u001b\\click\u001b]8;;\u001b\\')).toBe('click');
  });

  it('shows an escape sequence that never ends instead of swallowing what follows', () => {
    expect(textOf('\u001b]0;the rest of the line')).toContain('the rest of the line');
    expect(textOf('\u001bPstays')).toBe('stays');
  });

  it('drops cursor movement and erasing', () => {
    expect(textOf('a\u001b[2K\u001b[1Gb\u001b[10Ac')).toBe('abc');
  });

  it('writes out control characters and characters that turn direction', () => {
    expect(textOf('a\u0008\u0000b')).toBe('a^H^@b');
    expect(textOf('\u202egnp.exe')).toBe('<U+202E>gnp.exe');
    expect(textOf('\u009b31mx')).toBe('<U+009B>31mx');
  });

  it('never hides text by conceal or by equal colours', () => {
    const [segments] = parseLine('\u001b[8;38;2;13;17;23mhidden', PLAIN);
    const { fg, bg } = drawn(segments[0]?.style ?? PLAIN);
    expect(segments[0]?.text).toBe('hidden');
    expect(contrast(fg ?? '#000000', bg ?? PANE)).toBeGreaterThanOrEqual(3);
  });

  it('leaves markup as text', () => {
    expect(textOf('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });
});
