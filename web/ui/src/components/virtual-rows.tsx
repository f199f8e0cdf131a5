import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef, useState } from "react";

interface Props {
  count: number;
  /** Pixels; all rows are alike. */
  rowHeight: number;
  row: (index: number) => ReactNode;
  label: string;
  className?: string;
  /** Rows may be wider than the list; it scrolls sideways then. */
  wide?: boolean;
  /** Stay at the end while it grows, until somebody scrolls away from it. */
  followEnd?: boolean;
  /** Brought into view whenever it is another one. */
  show?: number | null;
}

/** A long list of which only the visible rows exist. */
export function VirtualRows({ count, rowHeight, row, label, className = "", wide = false, followEnd = false, show = null }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const width = wide ? "w-max min-w-full" : "w-full";
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called anew on each render, nothing keeps them
  const rows = useVirtualizer({ count, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12 });

  useEffect(() => {
    const { current } = box;
    if (followEnd && atEnd && current) current.scrollTop = current.scrollHeight;
  }, [count, followEnd, atEnd]);

  useEffect(() => {
    if (show !== null) rows.scrollToIndex(show, { align: "center" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the list growing is no reason to go there again
  }, [show]);

  return (
    <div
      ref={box}
      role="region"
      aria-label={label}
      tabIndex={0}
      className={`relative overflow-auto ${className}`}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
        setAtEnd(scrollTop + clientHeight > scrollHeight - rowHeight)
      }
    >
      <div className={`relative ${width}`} style={{ height: rows.getTotalSize() }}>
        <div className={width} style={{ transform: `translateY(${rows.getVirtualItems()[0]?.start ?? 0}px)` }}>
          {rows.getVirtualItems().map((item) => (
            <div key={item.key} style={{ height: rowHeight }}>
              {row(item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
