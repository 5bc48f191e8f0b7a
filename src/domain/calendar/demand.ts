import type { AgeSettings } from "../age/age-settings.ts";
import { requestsPerDay } from "../rollout-decisions/request-budget.ts";
import type { Course, Wait } from "./course.ts";

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** A fleet whose servers get older than they may, as its runs cannot begin as often as they are due. */
export interface Behind {
  readonly fleet: string;
  /** Runs that its age asks for in this time, and those that begin. */
  readonly due: number;
  readonly begun: number;
  /** What keeps them, the longest first. */
  readonly by: readonly Wait["by"][];
}

/** How many runs are due, and how many the account has requests for. */
export interface StartRate {
  readonly duePerDay: number;
  readonly startsPerDay: number;
  readonly isExceeded: boolean;
}

/** What says when a run may begin; a freeze, a person's refusal and failures are no rate. */
const RATES: readonly Wait["by"][] = ["window", "budget", "slots", "start-rate", "running"];
const DAY_MS = 86_400_000;

/** How long the servers of a fleet live if nothing keeps them: the first of them that is due replaces all. */
function lifetimeMs({ max, jitter }: AgeSettings, size: number | null): number {
  const servers = Math.max(1, size ?? 1);
  return max * 1000 * (1 - ((jitter / 100) * servers) / (servers + 1));
}

/** Whether a fleet has waited in this time for as long as its servers may live: it never catches up. */
export function behindOf(course: Course, { from, until }: Stretch): Behind | null {
  const { age, size, state } = course.ahead;
  if (age === undefined) return null;
  const shifts = course.runs.flatMap(({ shiftWait }) =>
    shiftWait ? { ...shiftWait, by: "window" as const } : [],
  );
  const waits = [...course.runs.flatMap((run) => run.waits), ...course.waits, ...shifts];
  const waited = new Map<Wait["by"], number>();
  for (const { by, from: since, to } of waits) {
    if (!RATES.includes(by)) continue;
    waited.set(by, (waited.get(by) ?? 0) + Math.max(0, Math.min(until, to ?? until) - since));
  }
  const lifetime = lifetimeMs(age, size);
  const sum = [...waited.values()].reduce((all, each) => all + each, 0);
  if (sum < lifetime) return null;
  const by = [...waited].sort(([, a], [, b]) => b - a).map(([each]) => each);
  return { fleet: state.fleet, due: Math.floor((until - from) / lifetime), begun: course.runs.length, by };
}

/** Whether runs become due faster than the account's requests let them begin. */
export function startRateOf(courses: readonly Course[], { from, until }: Stretch): StartRate {
  const days = Math.max(1, (until - from) / DAY_MS);
  const asking = courses.filter(({ runs, dueSince }) => runs.length > 0 || dueSince !== null);
  const requests = asking.reduce(
    (sum, { ahead }) => sum + ahead.draws.reduce((all, each) => all + each.requests, 0),
    0,
  );
  const due = courses.reduce(
    (sum, { runs, waits }) => sum + runs.length + (waits.some(({ by }) => by === "start-rate") ? 1 : 0),
    0,
  );
  const each = asking.length === 0 ? 1 : requests / asking.length;
  const [duePerDay, startsPerDay] = [due / days, requestsPerDay / Math.max(1, each)];
  const isLate = courses.some(({ waits }) =>
    waits.some(({ by, to }) => by === "start-rate" && (to ?? 0) > until),
  );
  return { duePerDay, startsPerDay, isExceeded: isLate || duePerDay > startsPerDay };
}
