import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { Sample } from '../../api/types';
import { type Curve, curveOf, nearest, type Point, ticks } from './curve';
import classes from './SliChart.module.css';
import { number } from './slx';

const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;
const DAY = 86_400_000;

interface SliChartProps {
  samples: Sample[];
  from: number;
  to: number;
}

/** An SLI over time. A missing sample is a gap, since nobody knows what it would have been. */
export function SliChart({ samples, from, to }: SliChartProps) {
  const { ref, width } = useElementSize();
  const [hovered, setHovered] = useState<Point>();
  const curve = curveOf(samples);
  const withDay = to - from > DAY;
  const x = (at: number) => LEFT + ((at - from) / (to - from)) * Math.max(0, width - LEFT - 8);
  const y = (value: number) =>
    TOP + (1 - (value - curve.low) / (curve.high - curve.low)) * (HEIGHT - TOP - BOTTOM);
  return (
    <div
      ref={ref}
      className={classes.chart}
      onPointerMove={(event) => {
        const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
        setHovered(nearest(curve.points, from + ((left - LEFT) / (width - LEFT - 8)) * (to - from)));
      }}
      onPointerLeave={() => setHovered(undefined)}
    >
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={inWords(curve)}>
          <Axes curve={curve} from={from} to={to} width={width} x={x} y={y} />
          {curve.stretches.map((stretch) => (
            <Stretch key={stretch[0]?.at} stretch={stretch} x={x} y={y} />
          ))}
          {hovered && (
            <>
              <line
                className={classes.cursor}
                x1={x(hovered.at)}
                x2={x(hovered.at)}
                y1={TOP}
                y2={HEIGHT - BOTTOM}
              />
              <circle className={classes.mark} cx={x(hovered.at)} cy={y(hovered.value)} r={4} />
            </>
          )}
        </svg>
      )}
      {hovered && (
        <div
          className={classes.tip}
          style={
            x(hovered.at) < width / 2 ? { left: x(hovered.at) + 10 } : { right: width - x(hovered.at) + 10 }
          }
        >
          <b className="numeric">{number(hovered.value)}</b> ·{' '}
          {withDay ? new Date(hovered.at).toLocaleString() : new Date(hovered.at).toLocaleTimeString()}
        </div>
      )}
    </div>
  );
}

type Scale = (value: number) => number;

function Axes({
  curve,
  from,
  to,
  width,
  x,
  y,
}: {
  curve: Curve;
  from: number;
  to: number;
  width: number;
  x: Scale;
  y: Scale;
}) {
  const withDay = to - from > DAY;
  return (
    <g aria-hidden>
      {curve.levels.map((value) => (
        <g key={value}>
          <line className={classes.grid} x1={LEFT} x2={width - 8} y1={y(value)} y2={y(value)} />
          <text className={classes.axis} x={LEFT - 8} y={y(value) + 4} textAnchor="end">
            {number(value)}
          </text>
        </g>
      ))}
      {ticks(from, to).map((at) => (
        <text key={at} className={classes.axis} x={x(at)} y={HEIGHT - 5} textAnchor="middle">
          {withDay
            ? new Date(at).toLocaleDateString(undefined, { month: 'short', day: 'numeric' })
            : new Date(at).toLocaleTimeString(undefined, {
                hour: '2-digit',
                minute: '2-digit',
                hour12: false,
              })}
        </text>
      ))}
    </g>
  );
}

function Stretch({ stretch, x, y }: { stretch: Point[]; x: Scale; y: Scale }) {
  const [first, last] = [stretch[0], stretch.at(-1)];
  if (first === undefined || last === undefined) {
    return null;
  }
  if (stretch.length === 1) {
    return <circle className={classes.mark} cx={x(first.at)} cy={y(first.value)} r={3} />;
  }
  const path = stretch.map((point) => `${x(point.at).toFixed(1)},${y(point.value).toFixed(1)}`).join('L');
  const floor = HEIGHT - BOTTOM;
  return (
    <g>
      <path className={classes.area} d={`M${x(first.at)},${floor}L${path}L${x(last.at)},${floor}Z`} />
      <path className={classes.line} d={`M${path}`} />
    </g>
  );
}

function inWords({ points }: Curve): string {
  const last = points.at(-1);
  if (last === undefined) {
    return 'No samples';
  }
  const values = points.map((point) => point.value);
  return `${points.length} samples, latest ${number(last.value)}, lowest ${number(Math.min(...values))}, highest ${number(Math.max(...values))}`;
}
