interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** Scheduled actions in order of time, then of insertion, and the instant the queue stands at (a binary heap). */
interface EventQueue {
  readonly now: () => number;
  readonly add: (at: number, action: () => void) => void;
  readonly nextAt: () => number | undefined;
  readonly advanceTo: (instant: number) => void;
  readonly step: () => boolean;
}

export function createEventQueue(start: number): EventQueue {
  const heap: Scheduled[] = [];
  let now = start;
  let order = 0;

  const runDue = (): void => {
    for (let head = heap[0]; head !== undefined && head.at <= now; head = heap[0]) {
      removeFirst(heap);
      head.action();
    }
  };
  const nextAt = (): number | undefined => heap[0]?.at;

  return {
    now: () => now,
    nextAt,
    add: (at, action) => insert(heap, { at: Math.max(at, now), order: order++, action }),
    advanceTo: (instant) => {
      for (let at = nextAt(); at !== undefined && at <= instant; at = nextAt()) {
        now = Math.max(now, at);
        runDue();
      }
      now = Math.max(now, instant);
    },
    step: () => {
      const at = nextAt();
      if (at === undefined) return false;
      now = Math.max(now, at);
      runDue();
      return true;
    },
  };
}

const before = (a: Scheduled, b: Scheduled): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function insert(heap: Scheduled[], entry: Scheduled): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as Scheduled;
    if (!before(entry, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
}

function removeFirst(heap: Scheduled[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Scheduled, heap[child] as Scheduled)) child++;
    if (!before(heap[child] as Scheduled, last)) break;
    heap[index] = heap[child] as Scheduled;
    index = child;
  }
  heap[index] = last;
}
