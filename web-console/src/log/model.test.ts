import { describe, expect, it } from 'vitest';
import { LogModel } from './model';

const linesOf = (model: LogModel) =>
  Array.from({ length: model.length }, (_, index) => model.line(index)?.text);

describe('a run log', () => {
  it('joins chunks that end in the middle of a line', () => {
    const model = new LogModel();
    model.accept('1:6', 'one\ntw');
    model.accept('1:13', 'o\nthree');
    expect(linesOf(model)).toEqual(['one', 'two', 'three']);
  });

  it('shows an event once that is sent twice', () => {
    const model = new LogModel();
    expect(model.accept('1:4', 'one\n')).toBe(true);
    expect(model.accept('1:4', 'one\n')).toBe(false);
    model.accept('1:8', 'two\n');
    expect(linesOf(model)).toEqual(['one', 'two']);
  });

  it('takes of an event only what has not been seen', () => {
    const model = new LogModel();
    model.accept('1:7', 'één\nx');
    model.accept('1:12', 'één\nxtwo\n!');
    expect(linesOf(model)).toEqual(['één', 'xtwo', '!']);
  });

  it('rather repeats than loses where bytes that are no text cannot be counted', () => {
    const model = new LogModel();
    model.accept('1:2', '\uFFFD\n');
    model.accept('1:4', '\uFFFDa\n');
    expect(linesOf(model)).toEqual(['\uFFFD', '\uFFFDa']);
  });

  it('starts anew with another attempt, be it an earlier one whose result counted', () => {
    const model = new LogModel();
    model.accept('1:4', 'one\n');
    model.accept('2:6', 'again\n');
    expect(model.attempt).toBe(2);
    expect(linesOf(model)).toEqual(['again']);
    model.accept('1:4', 'one\n');
    expect(model.attempt).toBe(1);
    expect(linesOf(model)).toEqual(['one']);
  });

  it('ends lines at carriage returns, also across chunks, so that nothing is overwritten', () => {
    const model = new LogModel();
    model.accept('1:10', 'secret\rok\r');
    model.accept('1:15', '\nnext');
    expect(linesOf(model)).toEqual(['secret', 'ok', 'next']);
  });

  it('keeps empty lines', () => {
    const model = new LogModel();
    model.accept('1:4', 'a\n\n\n');
    expect(linesOf(model)).toEqual(['a', '', '']);
  });

  it('remembers the colour that an earlier line left switched on', () => {
    const model = new LogModel();
    model.accept('1:9', '\u001b[31ma\nb\n');
    expect(model.line(1)?.start.fg).toBe('#ff7b72');
  });

  it('keeps the newest lines and counts the ones it dropped', () => {
    const model = new LogModel({ lines: 3, characters: 1_000, lineLength: 100 });
    model.accept('1:10', '1\n2\n3\n4\n5\n');
    expect(linesOf(model)).toEqual(['3', '4', '5']);
    expect(model.dropped).toBe(2);
  });

  it('keeps old lines while somebody reads them, though not without end', () => {
    const model = new LogModel({ lines: 3, characters: 1_000, lineLength: 100 });
    model.isRead = true;
    model.accept('1:10', '1\n2\n3\n4\n5\n');
    expect(model.dropped).toBe(0);
    model.accept('1:16', '6\n7\n8\n');
    expect(linesOf(model)).toEqual(['3', '4', '5', '6', '7', '8']);
    model.isRead = false;
    model.accept('1:18', '9\n');
    expect(linesOf(model)).toEqual(['7', '8', '9']);
  });

  it('keeps within its characters', () => {
    const model = new LogModel({ lines: 100, characters: 20, lineLength: 100 });
    model.accept('1:32', `${'a'.repeat(15)}\n${'b'.repeat(15)}\n`);
    expect(linesOf(model)).toEqual(['b'.repeat(15)]);
  });

  it('breaks a line that never ends without losing any of it', () => {
    const model = new LogModel({ lines: 100, characters: 1_000, lineLength: 4 });
    model.accept('1:10', 'abcdefghij');
    expect(linesOf(model).join('')).toBe('abcdefghij');
  });
});
