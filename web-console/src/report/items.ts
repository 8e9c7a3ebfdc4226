import type { ReportItem } from '../api/types';
import { visible } from '../log/ansi';

export interface Chapter {
  key: string;
  title: string | undefined;
  documentation: string | undefined;
  items: { key: string; item: ReportItem }[];
}

/** Neighbouring items of one task make a chapter. */
export function chaptersOf(items: ReportItem[]): Chapter[] {
  const chapters: Chapter[] = [];
  items.forEach((item, index) => {
    const title = item.taskName ?? undefined;
    let chapter = chapters.at(-1);
    if (chapter === undefined || chapter.title !== title) {
      chapter = { key: `chapter ${index}`, title, documentation: item.taskDoc ?? undefined, items: [] };
      chapters.push(chapter);
    }
    chapter.items.push({ key: `item ${index}`, item });
  });
  return chapters;
}

/** Any JSON as text, with control characters written out. */
export function textOf(value: unknown): string {
  return visible(
    typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value, null, 2),
  );
}

/** The address if it leads to a web page or a mailbox; a task must not get script into a link. */
export function safeLink(address: string): string | undefined {
  try {
    const url = new URL(address);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

export interface Cell {
  key: string;
  text: string;
}

/** `head` and `body`, or `columns` and `rows` of a datagrid, whatever shape a task gave them. */
export function tableOf(kwargs: Record<string, unknown>): {
  head: Cell[];
  body: { key: string; cells: Cell[] }[];
} {
  const columns = listOf(kwargs.head ?? kwargs.columns);
  const names = columns.map((column) => fieldOf(column, 'field'));
  const rows = listOf(kwargs.body ?? kwargs.rows);
  return {
    head: cellsOf(
      columns.map((column) => fieldOf(column, 'headerName') ?? fieldOf(column, 'field') ?? column),
    ),
    body: rows.map((row, index) => ({ key: `row ${index}`, cells: cellsOf(valuesOf(row, names)) })),
  };
}

function valuesOf(row: unknown, names: (string | undefined)[]): unknown[] {
  if (Array.isArray(row)) {
    return row;
  }
  return typeof row === 'object' && row !== null
    ? names.map((name) => fieldOf(row, name ?? '') ?? '')
    : [row];
}

function cellsOf(values: unknown[]): Cell[] {
  return values.map((value, index) => ({ key: `cell ${index}`, text: textOf(value) }));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field of an unknown thing as text; undefined where there is none. */
export function fieldOf(thing: unknown, name: string): string | undefined {
  if (typeof thing !== 'object' || thing === null) {
    return undefined;
  }
  const value: unknown = Object.entries(thing).find(([key]) => key === name)?.[1];
  return value === undefined || value === null ? undefined : textOf(value);
}
