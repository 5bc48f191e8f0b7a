import type { Plan } from "../../draws/plan.ts";

/** How servers behave that do all that is asked of them, if only in their time. */
const HARMLESS = new Set(["sim:boot-seconds", "sim:healthy-seconds", "sim:command-seconds"]);

/** What may delay a rollout, and never undo one: events, clocks, a freeze. */
const NO_REASON = new Set([
  "clock-skew",
  "events-astray",
  "events-lost",
  "events-reordered",
  "freezes-midway",
]);

/** Whether nothing is drawn that undoes a rollout or interferes, and every image is good. */
export const isQuietPlan = ({ faults, acts, hands = [], fleet, requests }: Plan): boolean =>
  faults.every(({ name }) => NO_REASON.has(name)) &&
  acts.length === 0 &&
  hands.length === 0 &&
  !fleet.scalingPolicy &&
  [fleet.image, ...requests.map(({ image }) => image)].every(isHarmless);

const isHarmless = ({ tags, architecture, goneAfterSeconds }: Plan["fleet"]["image"]): boolean =>
  architecture === undefined &&
  goneAfterSeconds === undefined &&
  Object.entries(tags).every(([tag, value]) => HARMLESS.has(tag) && /^\d+$/u.test(value));
