import { areCut } from '../../api/slxs';
import type { Sample } from '../../api/types';

export interface Point {
  at: number;
  value: number;
}

/** What to draw: the stretches without a gap, the range of values, and the round values at which to draw a line. */
export interface Curve {
  points: Point[];
  stretches: Point[][];
  low: number;
  high: number;
  levels: number[];
}

/** Joins samples that follow each other; where some are missing (over 2.5 times the usual distance) the line breaks. */
export function curveOf(samples: Sample[]): Curve {
  const points = samples.map((sample) => ({ at: Date.parse(sample.timestamp), value: sample.value }));
  const distances = points.slice(1).map((point, index) => point.at - (points[index] as Point).at);
  const usual = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  const stretches: Point[][] = [];
  points.forEach((point, index) => {
    if (index === 0 || (distances[index - 1] as number) > usual * 2.5) {
      stretches.push([]);
    }
    stretches.at(-1)?.push(point);
  });
  const values = points.map((point) => point.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (points.length === 0 || (least >= 0 && most <= 1)) {
    return { points, stretches, low: 0, high: 1, levels: [0, 0.25, 0.5, 0.75, 1] };
  }
  const margin = (most - least || Math.abs(most) || 1) * 0.08;
  const step = roundStep((most - least + 2 * margin) / 4);
  const first = Math.floor((least >= 0 ? Math.max(0, least - margin) : least - margin) / step);
  const last = Math.ceil((most + margin) / step);
  // Multiples are divided, not added up, so that 3 × 0.1 is written as 0.3.
  const levels = Array.from({ length: last - first + 1 }, (_, index) => {
    const multiple = first + index;
    return step < 1 ? multiple / Math.round(1 / step) : multiple * step;
  });
  return { points, stretches, low: first * step, high: last * step, levels };
}

/** The least of 1, 2 and 5 times a power of ten that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((times) => times * power >= least) ?? 10) * power;
}

/** Where the chart begins: an axis that reaches further back than the answer does would show a gap that is none. */
export function beginningOf(samples: Sample[], asked: number): number {
  return areCut(samples) && samples[0] ? Date.parse(samples[0].timestamp) : asked;
}

/** The point nearest in time. */
export function nearest(points: Point[], at: number): Point | undefined {
  let best: Point | undefined;
  for (const point of points) {
    if (best === undefined || Math.abs(point.at - at) < Math.abs(best.at - at)) {
      best = point;
    }
  }
  return best;
}

/** Round times to write under the chart, about six. */
export function ticks(from: number, to: number): number[] {
  const minute = 60_000;
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440, 2_880, 10_080].map(
    (count) => count * minute,
  );
  const step = steps.find((each) => (to - from) / each <= 7) ?? 10_080 * minute;
  const shift = new Date(from).getTimezoneOffset() * minute;
  const marks: number[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    marks.push(at);
  }
  return marks;
}
