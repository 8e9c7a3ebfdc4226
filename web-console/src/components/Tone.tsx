import type { ReactNode } from 'react';
import classes from './Tone.module.css';

export type ToneName = 'good' | 'notice' | 'high' | 'bad' | 'info' | 'quiet';

interface ToneProps {
  tone: ToneName;
  children: ReactNode;
  dot?: boolean;
  busy?: boolean;
  title?: string;
}

/** A small coloured label. The words carry the meaning, the colour only underlines it. */
export function Tone({ tone, children, dot = false, busy = false, title }: ToneProps) {
  return (
    <span className={`${classes.tone} ${classes[tone]}`} title={title}>
      {dot && <span className={`${classes.dot} ${busy ? classes.busy : ''}`} aria-hidden />}
      {children}
    </span>
  );
}
