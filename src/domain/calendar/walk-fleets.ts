import type { SlotHolder, Slots } from "../brakes/slots.ts";
import { bookStart, type RequestBudget } from "../rollout-decisions/request-budget.ts";
import { type Account, advance, type Course, openCourse } from "./course.ts";
import type { FleetAhead } from "./fleet-ahead.ts";
import { type Instant, type InstantQueue, openQueue } from "./instants.ts";

/** What a walk covers, and what all fleets share. */
interface Horizon {
  /** From when to when, milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** What of the account's requests is booked before. */
  readonly booked: RequestBudget;
  /** Null: as many runs as there are fleets may be open at once. */
  readonly slots: Slots | null;
}

/**
 * What becomes of the fleets if nobody changes anything, nothing is published, and each run ends well: who is decided about at each
 * instant that a decision names as the next one, one after the other through all fleets, since they share what the account has to
 * give. Decides nothing itself.
 */
export function walkFleets(fleets: readonly FleetAhead[], horizon: Horizon): Course[] {
  const { from, until } = horizon;
  const courses = fleets.map((each) => openCourse(each, from));
  const queue = openQueue(courses.map((_, index): Instant => ({ at: from, index })));
  const { account, follow } = sharedBy(courses, horizon, queue);
  for (let next = queue.take(); next !== undefined && next.at < until; next = queue.take()) {
    const { at, index } = next;
    const course = courses[index];
    if (course === undefined) continue;
    const again = advance(course, at, account);
    // Time goes on, whatever a decision says.
    if (again !== null) queue.add({ at: Math.max(again, at + 1), index });
    follow(course, { at, index });
  }
  return courses;
}

/** The account's requests and slots, as the fleets take them one after the other. */
function sharedBy(
  courses: readonly Course[],
  { booked, slots }: Horizon,
  queue: InstantQueue,
): { readonly account: Account; readonly follow: (course: Course, now: Instant) => void } {
  let budget = booked;
  const running = new Map<number, SlotHolder>();
  for (const [index, course] of courses.entries()) hold(running, index, course);
  const known = new Set([...running.values()].map(({ fleet }) => fleet));
  // Of those that end nobody knows when.
  const others = slots?.open.filter(({ fleet }) => !known.has(fleet)) ?? [];
  const waiting = new Set<number>();
  const account: Account = {
    book: (fleet, at) => {
      const given = bookStart(budget, fleet.draws, at);
      budget = given.budget;
      return given.at;
    },
    slots: () => slots && { ...slots, open: [...others, ...running.values()] },
  };
  const follow = (course: Course, { at, index }: Instant): void => {
    const had = running.delete(index);
    hold(running, index, course);
    waiting.delete(index);
    if (course.waits.at(-1)?.by === "slots") waiting.add(index);
    if (!had || running.has(index)) return;
    for (const each of waiting) queue.add({ at: at + 1, index: each });
  };
  return { account, follow };
}

function hold(running: Map<number, SlotHolder>, index: number, { running: run, ahead }: Course): void {
  if (run !== null) running.set(index, { fleet: ahead.state.fleet, run: run.run });
}
