import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';

interface Rows {
  count: number;
  /** About how high a row is, in pixels; each is measured once it is drawn. */
  height: number;
  keyOf: (index: number) => string | number;
}

/** Which rows of the list in `list` are in sight: only those are drawn, so that ten thousand are no slower than ten. */
export function useWindowRows<E extends HTMLElement>({ count, height, keyOf }: Rows) {
  const list = useRef<E>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    setTop((box?.top ?? 0) + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: top,
    getItemKey: keyOf,
  });
  return { list, virtual };
}
