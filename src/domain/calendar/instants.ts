/** When something is due, and of whom by number. */
export interface Instant {
  readonly at: number;
  readonly index: number;
}

export interface InstantQueue {
  add(instant: Instant): void;
  /** The earliest, and of those of one instant the lowest number; undefined: there is none. */
  take(): Instant | undefined;
}

const isBefore = (a: Instant, b: Instant): boolean => a.at < b.at || (a.at === b.at && a.index < b.index);

/** A binary heap: thousands of fleets have tens of instants each. */
export function openQueue(instants: readonly Instant[]): InstantQueue {
  const heap: Instant[] = [];
  const add = (instant: Instant): void => {
    let place = heap.length;
    while (place > 0) {
      const above = heap[(place - 1) >> 1] as Instant;
      if (!isBefore(instant, above)) break;
      heap[place] = above;
      place = (place - 1) >> 1;
    }
    heap[place] = instant;
  };
  for (const each of instants) add(each);
  return {
    add,
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first !== undefined && last !== undefined && heap.length > 0) sink(heap, last);
      return first;
    },
  };
}

/** Puts it to the top, and down to where it belongs. */
function sink(heap: Instant[], instant: Instant): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const isRight = right < heap.length && isBefore(heap[right] as Instant, heap[left] as Instant);
    const below = heap[isRight ? right : left] as Instant;
    if (!isBefore(below, instant)) break;
    heap[place] = below;
    place = isRight ? right : left;
  }
  heap[place] = instant;
}
