import { describe, expect, it } from 'vitest';
import { beginningOf, curveOf, nearest, ticks } from './curve';

const minute = 60_000;
const sample = (minutes: number, value: number) => ({
  timestamp: new Date(minutes * minute).toISOString(),
  value,
});

describe('an SLI chart', () => {
  it('breaks the line where samples are missing', () => {
    const curve = curveOf([sample(0, 1), sample(1, 1), sample(2, 1), sample(9, 0), sample(10, 1)]);
    expect(curve.stretches.map((stretch) => stretch.length)).toEqual([3, 2]);
  });

  it('shows shares on the whole range from 0 to 1', () => {
    const { low, high } = curveOf([sample(0, 1), sample(1, 1)]);
    expect([low, high]).toEqual([0, 1]);
  });

  it('leaves room around other values and never below zero without need', () => {
    const { low, high } = curveOf([sample(0, 2), sample(1, 300)]);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(300);
  });

  it('draws its lines at round values', () => {
    const levels = (...values: number[]) => curveOf(values.map((value, at) => sample(at, value))).levels;
    expect(levels(1.111, 12.66)).toEqual([0, 5, 10, 15]);
    expect(levels(93.2, 94.9)).toEqual([93, 93.5, 94, 94.5, 95, 95.5]);
    expect(levels(1.01, 1.32)).toEqual([0.9, 1, 1.1, 1.2, 1.3, 1.4]);
    expect(levels(1_234_567)).toEqual([1_100_000, 1_150_000, 1_200_000, 1_250_000, 1_300_000, 1_350_000]);
  });

  it('copes with no sample and with one', () => {
    expect(curveOf([]).stretches).toEqual([]);
    expect(curveOf([sample(0, 7)]).stretches).toHaveLength(1);
  });

  it('begins with the first sample when there were too many for one answer, else where it was asked to', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => sample(100 + at, 1));
    expect(beginningOf(many, 0)).toBe(100 * minute);
    expect(beginningOf(many.slice(1), 0)).toBe(0);
    expect(beginningOf([], 0)).toBe(0);
  });

  it('finds the nearest sample', () => {
    const { points } = curveOf([sample(0, 1), sample(10, 2)]);
    expect(nearest(points, 6 * minute)?.value).toBe(2);
  });

  it('marks round times', () => {
    const marks = ticks(0, 60 * minute);
    expect(marks.length).toBeGreaterThan(3);
    expect(marks.every((mark) => mark % (10 * minute) === 0)).toBe(true);
  });
});
