import { Anchor, Button, Switch, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, Download } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { counted } from '../app/counted';
import { Notice } from '../components/Notice';
import { Tone } from '../components/Tone';
import { LogLine } from './LogLine';
import classes from './LogView.module.css';
import type { LogModel } from './model';
import type { StreamState } from './stream';
import { useRunLog } from './useRunLog';
import { absenceOf, bytes, lackOf } from './words';

interface LogViewProps {
  streamUrl: string;
  wholeUrl: string;
  /** Why the run has not started; undefined once it has. */
  waiting: string | undefined;
  /** Whether the run was over when the page came up: its log is then read from the start. */
  over: boolean;
  onEnd: () => void;
}

/** The log of a run as it is written. It follows the end until the reader scrolls up. */
export function LogView({ streamUrl, wholeUrl, waiting, over, onEnd }: LogViewProps) {
  const log = useRunLog(streamUrl, onEnd);
  const [wrap, setWrap] = useState(true);
  const [following, setFollowing] = useState(!over);
  const model = log?.stream.model;
  const state = log?.stream.state ?? 'connecting';
  const end = log?.stream.end;
  useEffect(() => {
    if (model) {
      model.isRead = !following;
    }
  }, [model, following]);
  return (
    <div data-log-state={state}>
      <div className={classes.bar}>
        <StateLabel state={state} waiting={waiting !== undefined} complete={end?.complete !== false} />
        <Text size="xs" c="dimmed" className="numeric">
          {model && `${counted(model.length + model.dropped, 'line')} · ${bytes(model.offset)}`}
          {model && model.attempt > 1 && ` · attempt ${model.attempt}; earlier attempts are not shown`}
        </Text>
        <span style={{ flex: 1 }} />
        {!following && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<ArrowDownToLine size={13} />}
            onClick={() => setFollowing(true)}
          >
            Follow the end
          </Button>
        )}
        <Switch
          size="xs"
          label="Wrap lines"
          checked={wrap}
          onChange={(event) => setWrap(event.currentTarget.checked)}
        />
        <Anchor href={wholeUrl} target="_blank" rel="noopener" size="xs">
          <Download size={13} style={{ verticalAlign: -2 }} aria-hidden /> Whole log
        </Anchor>
      </div>
      {log?.stream.problem && (
        <Notice tone="notice" role="status" title={log.stream.problem.title}>
          {log.stream.problem.message}
        </Notice>
      )}
      {model && model.length > 0 ? (
        <Pane
          key={String(wrap)}
          model={model}
          version={log?.version ?? 0}
          wrap={wrap}
          following={following}
          setFollowing={setFollowing}
          lack={lackOf(end, model)}
        />
      ) : (
        <div className={classes.pane}>
          <div className={classes.note}>
            {waiting ?? (state === 'refused' ? 'The log cannot be shown.' : absenceOf(end))}
          </div>
        </div>
      )}
    </div>
  );
}

interface StateLabelProps {
  state: StreamState;
  waiting: boolean;
  complete: boolean;
}

function StateLabel({ state, waiting, complete }: StateLabelProps) {
  switch (state) {
    case 'connecting':
      return (
        <Tone tone="quiet" dot busy>
          Connecting
        </Tone>
      );
    case 'live':
      return waiting ? (
        <Tone tone="quiet" dot busy>
          Waiting
        </Tone>
      ) : (
        <Tone tone="info" dot busy>
          Live
        </Tone>
      );
    case 'lost':
      return (
        <Tone tone="notice" dot busy>
          Connection lost; trying again
        </Tone>
      );
    case 'refused':
      return (
        <Tone tone="bad" dot>
          Not available
        </Tone>
      );
    case 'ended':
      return (
        <Tone tone={complete ? 'quiet' : 'notice'} dot>
          {complete ? 'Complete' : 'Incomplete'}
        </Tone>
      );
  }
}

interface PaneProps {
  model: LogModel;
  version: number;
  wrap: boolean;
  following: boolean;
  setFollowing: (following: boolean) => void;
  lack: string | undefined;
}

function Pane({ model, version, wrap, following, setFollowing, lack }: PaneProps) {
  const pane = useRef<HTMLElement>(null);
  const count = model.length;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => pane.current,
    estimateSize: () => 20,
    overscan: 20,
    // Keys by number from the start of the log: dropping old lines must not mix up measured heights.
    getItemKey: useCallback((index: number) => index + model.dropped, [model.dropped]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: every redraw while following goes to the end
  useLayoutEffect(() => {
    if (following && count > 0) {
      virtual.scrollToIndex(count - 1, { align: 'end' });
    }
  }, [version, following, count]);
  return (
    <section
      ref={pane}
      className={`${classes.pane} ${wrap ? classes.wrapped : ''}`}
      aria-label="Log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onWheel={(event) => event.deltaY < 0 && setFollowing(false)}
      onKeyDown={(event) => ['ArrowUp', 'PageUp', 'Home'].includes(event.key) && setFollowing(false)}
      onPointerDown={() => setFollowing(false)}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        if (!following && scrollHeight - scrollTop - clientHeight < 4) {
          setFollowing(true);
        }
      }}
    >
      {model.dropped > 0 && (
        <div className={classes.note}>
          The first {model.dropped.toLocaleString()} lines are not kept here. “Whole log” has them.
        </div>
      )}
      <div className={classes.canvas} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = model.line(item.index);
          return (
            line && (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className={classes.row}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span className={classes.number} aria-hidden>
                  {item.index + 1 + model.dropped}
                </span>
                <span className={classes.text} data-line>
                  <LogLine text={line.text} start={line.start} />
                </span>
              </div>
            )
          );
        })}
      </div>
      {lack && <div className={classes.note}>{lack}</div>}
    </section>
  );
}
