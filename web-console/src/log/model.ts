import { PLAIN, parseLine, type Style } from './ansi';

/** One row of the log: raw text and the style that earlier lines left behind. */
export interface Line {
  text: string;
  start: Style;
}

export interface Limits {
  lines: number;
  characters: number;
  lineLength: number;
}

const LIMITS: Limits = { lines: 50_000, characters: 24_000_000, lineLength: 4_000 };

/**
 * The log of one run as far as it has arrived. Events carry `<attempt>:<byte offset after the text>`: what ends at or
 * before what is here has been seen already, and one of another attempt starts the log anew. Carriage returns end lines,
 * so that nothing can be overwritten. Only the newest lines are kept.
 */
export class LogModel {
  private kept: Line[] = [];
  private open = '';
  private openStyle: Style = PLAIN;
  private characters = 0;
  private afterReturn = false;
  private seenAttempt = 0;
  private seenOffset = 0;
  private droppedLines = 0;
  /** Whether somebody reads further up: old lines then stay, within twice the limits, lest the text run away. */
  isRead = false;

  constructor(private readonly limits: Limits = LIMITS) {}

  get attempt(): number {
    return this.seenAttempt;
  }

  /** Bytes of this attempt's log that have arrived. */
  get offset(): number {
    return this.seenOffset;
  }

  /** Lines at the beginning that are no longer kept. */
  get dropped(): number {
    return this.droppedLines;
  }

  get length(): number {
    return this.kept.length + (this.open === '' ? 0 : 1);
  }

  line(index: number): Line | undefined {
    return index === this.kept.length && this.open !== ''
      ? { text: this.open, start: this.openStyle }
      : this.kept[index];
  }

  /** Answers whether anything changed. */
  accept(id: string, text: string): boolean {
    const place = /^(\d+):(\d+)$/.exec(id);
    if (place === null) {
      this.append(text);
      return true;
    }
    const attempt = Number(place[1]);
    const offset = Number(place[2]);
    if (attempt === this.seenAttempt && offset <= this.seenOffset) {
      return false;
    }
    if (attempt !== this.seenAttempt) {
      this.restart();
      this.seenAttempt = attempt;
    }
    const unseen = lastBytes(text, offset - this.seenOffset);
    this.seenOffset = offset;
    this.append(unseen);
    return true;
  }

  /** Forgets everything: another attempt begins. */
  private restart(): void {
    this.kept = [];
    this.open = '';
    this.openStyle = PLAIN;
    this.characters = 0;
    this.afterReturn = false;
    this.seenAttempt = 0;
    this.seenOffset = 0;
    this.droppedLines = 0;
  }

  private append(text: string): void {
    let from = this.afterReturn && text.startsWith('\n') ? 1 : 0;
    this.afterReturn = text.endsWith('\r');
    const breaks = /\r\n|\n|\r/g;
    breaks.lastIndex = from;
    for (let found = breaks.exec(text); found !== null; found = breaks.exec(text)) {
      this.extend(text.slice(from, found.index));
      this.close();
      from = breaks.lastIndex;
    }
    this.extend(text.slice(from));
    this.trim();
  }

  private extend(text: string): void {
    this.open += text;
    while (this.open.length > this.limits.lineLength) {
      const rest = this.open.slice(this.limits.lineLength);
      this.open = this.open.slice(0, this.limits.lineLength);
      this.close();
      this.open = rest;
    }
  }

  private close(): void {
    this.kept.push({ text: this.open, start: this.openStyle });
    this.characters += this.open.length + 1;
    if (this.open.includes('\u001b')) {
      this.openStyle = parseLine(this.open, this.openStyle)[1];
    }
    this.open = '';
  }

  private trim(): void {
    const times = this.isRead ? 2 : 1;
    let surplus = Math.max(0, this.kept.length - this.limits.lines * times);
    let characters = this.characters;
    for (let at = 0; at < surplus; at++) {
      characters -= (this.kept[at] as Line).text.length + 1;
    }
    while (characters > this.limits.characters * times && surplus < this.kept.length) {
      characters -= (this.kept[surplus++] as Line).text.length + 1;
    }
    if (surplus > 0) {
      this.kept = this.kept.slice(surplus);
      this.characters = characters;
      this.droppedLines += surplus;
    }
  }
}

/** The end of a text, so many bytes long, of an event that begins before what is here and ends after it. */
function lastBytes(text: string, count: number): string {
  const bytes = new TextEncoder().encode(text);
  // Bytes that were no text came as U+FFFD and cannot be counted: better something twice than not at all.
  return bytes.length <= count || text.includes('\uFFFD')
    ? text
    : new TextDecoder().decode(bytes.subarray(bytes.length - count));
}
