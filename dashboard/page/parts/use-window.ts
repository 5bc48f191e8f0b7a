import { useEffect, useRef, useState } from "preact/hooks";

/** Rows above and below what can be seen, so that a quick scroll shows no gap. */
const BEYOND = 12;

interface Windowed {
  readonly first: number;
  readonly last: number;
  /** Rows that are left out, before and after. */
  readonly before: number;
  readonly after: number;
  readonly body: { current: HTMLTableSectionElement | null };
}

/** Which of so many rows of one height are in the page, by where it is scrolled to; all of them unless it is asked for. */
export function useWindow(count: number, isWindowed: boolean): Windowed {
  const body = useRef<HTMLTableSectionElement>(null);
  const [[first, last], see] = useState<readonly [number, number]>([0, 40]);
  useEffect(() => {
    if (!isWindowed) return;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const own = body.current;
      if (own === null) return;
      const height = Number.parseFloat(getComputedStyle(own).getPropertyValue("--row"));
      const top = -own.getBoundingClientRect().top;
      // In steps of some rows: most scrolls then change nothing.
      const from = Math.max(0, Math.floor(top / height / 8) * 8 - BEYOND);
      see([from, from + Math.ceil(innerHeight / height) + BEYOND * 2]);
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    };
  }, [count, isWindowed]);
  if (!isWindowed) return { first: 0, last: count, before: 0, after: 0, body };
  const begin = Math.min(first, Math.max(0, count - 1));
  const end = Math.min(last, count);
  return { first: begin, last: end, before: begin, after: count - end, body };
}
