import { describe, expect, it } from 'vitest';
import { chaptersOf, safeLink, tableOf, textOf } from './items';

describe('a report', () => {
  it('puts the items of one task under one heading', () => {
    const chapters = chaptersOf([
      { fmt: 'p', obj: 'a', taskName: 'One' },
      { fmt: 'p', obj: 'b', taskName: 'One' },
      { fmt: 'p', obj: 'c', taskName: null },
    ]);
    expect(chapters.map((chapter) => [chapter.title, chapter.items.length])).toEqual([
      ['One', 2],
      [undefined, 1],
    ]);
  });

  it('links to web pages and mailboxes only', () => {
    expect(safeLink('https://runbooks.example/disk')).toBe('https://runbooks.example/disk');
    expect(safeLink('javascript:alert(1)')).toBeUndefined();
    expect(safeLink('data:text/html,x')).toBeUndefined();
    expect(safeLink('/relative')).toBeUndefined();
  });

  it('reads a table and a datagrid', () => {
    const table = tableOf({ head: ['A', 'B'], body: [['1', 2]] });
    expect(table.head.map((cell) => cell.text)).toEqual(['A', 'B']);
    expect(table.body[0]?.cells.map((cell) => cell.text)).toEqual(['1', '2']);
    const grid = tableOf({ columns: [{ field: 'a', headerName: 'A' }], rows: [{ a: 5, b: 6 }] });
    expect(grid.head[0]?.text).toBe('A');
    expect(grid.body[0]?.cells.map((cell) => cell.text)).toEqual(['5']);
  });

  it('survives a table that is none', () => {
    expect(tableOf({ head: 'no', body: 7 })).toEqual({ head: [], body: [] });
    expect(textOf(undefined)).toBe('');
  });
});
