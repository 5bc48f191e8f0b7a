import { StatesRuntime } from "./json-path.ts";

/** Step Functions keeps so many events of an execution; the last of them says that it failed (aws-facts 5, 9.1). */
const HISTORY_LIMIT = 25_000;
/** What an execution may have at most to be redriven (aws-facts 5). */
export const REDRIVABLE_EVENTS = HISTORY_LIMIT - 2;

/** The execution has as many events as Step Functions keeps. Nothing in the machine can catch it. */
class HistoryFull extends StatesRuntime {
  constructor() {
    super(`The execution reached the maximum number of history events (${HISTORY_LIMIT}).`);
  }
}

/** How many events Step Functions would have written of an execution. */
export interface History {
  readonly events: () => number;
  /** Throws HistoryFull when there is room for no more of them than the one that says so. */
  readonly add: (events: number) => void;
  /** The one event that ends it; answers how many there are then. */
  readonly end: () => number;
}

/** `before`: the events of the tries before a redrive. */
export function openHistory(before: number): History {
  // ExecutionStarted, or ExecutionRedriven.
  let events = before + 1;
  return {
    events: () => events,
    add: (more) => {
      if (events + more >= HISTORY_LIMIT) {
        events = HISTORY_LIMIT - 1;
        throw new HistoryFull();
      }
      events += more;
    },
    end: () => Math.min(HISTORY_LIMIT, events + 1),
  };
}

/**
 * Events by what happens (aws-facts 9.1): a Task is entered and exited, and each attempt is scheduled, started and ended;
 * one whose failure nothing catches is not exited. So a poll of Task, Choice and Wait has nine.
 */
export const EVENTS = {
  taskEntered: 1,
  attemptBegun: 2,
  attemptEnded: 1,
  submitted: 1,
  taskExited: 1,
  passed: 2,
  fail: 1,
} as const;
