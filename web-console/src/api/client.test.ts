import { describe, expect, it } from 'vitest';
import { answerOf, UNANSWERED } from './client';

const lost = () => Promise.reject(new TypeError('Failed to fetch'));

describe('a call without an answer', () => {
  it('does not claim of a write that it failed or is repeated', async () => {
    await expect(answerOf(lost())).rejects.toMatchObject({
      status: 0,
      message: expect.stringContaining('not known whether this was done'),
    });
  });

  it('says of a read that it is repeated', async () => {
    await expect(answerOf(lost(), UNANSWERED.read)).rejects.toMatchObject({
      message: expect.stringContaining('keeps trying'),
    });
  });

  it('is no problem when nobody wants the answer any more', async () => {
    const left = new DOMException('left', 'AbortError');
    await expect(answerOf(Promise.reject(left))).rejects.toBe(left);
  });

  it('is one when it took too long', async () => {
    const late = new DOMException('late', 'TimeoutError');
    await expect(answerOf(Promise.reject(late))).rejects.toMatchObject({ status: 0 });
  });
});
