import { createRandom } from "../../simulator/world/random.ts";
import { parseDuration } from "../../src/domain/duration.ts";
import type { FleetPlan, ImagePlan, Plan } from "./plan.ts";

const SHARE = 0.125;
/** Of those with little time: the servers of what is asked for take about all of it to boot. */
const SLOW_SHARE = 0.75;
/** No shorter one can be declared. */
const LEAST_MINUTES = 5;
/** A handoff of hours keeps the time that it was given. */
const LONG_HANDOFF_MINUTES = 60;
/** As long as an image boots of which nothing else was drawn. */
const QUICK = "20";

type Timed = Pick<Plan, "fleet" | "requests">;

/**
 * Some fleets leave a rollout no more time than each part of it may take: slow servers, a want of capacity or gates that cannot be
 * read overrun it on the way forward, before the part's own time is over. They have a chance of their own.
 */
export function drawDeadline(seed: number, { fleet, requests }: Timed): Timed {
  const random = createRandom(seed);
  const { declaration } = fleet;
  const { launch, validate } = declaration.deadlines ?? {};
  const isLong = minutes(declaration.retire?.handoff?.timeout) >= LONG_HANDOFF_MINUTES;
  if (!random.chance(SHARE) || isLong) return { fleet, requests };
  const least = random.chance(SLOW_SHARE) ? { bootShare: random.integer(80, 130) / 100 } : null;
  const all = least ? LEAST_MINUTES : Math.max(LEAST_MINUTES, minutes(launch), minutes(validate));
  const deadlines = { launch: `${all}m`, validate: `${all}m`, rollout: `${all}m` };
  const short: FleetPlan = { ...fleet, declaration: { ...declaration, deadlines } };
  if (least === null) return { fleet: short, requests };
  const slowed = (image: ImagePlan): ImagePlan => slow(image, Math.round(60 * all * least.bootShare));
  return {
    fleet: short,
    requests: requests.map((request) => ({ ...request, image: slowed(request.image) })),
  };
}

const slow = (image: ImagePlan, seconds: number): ImagePlan =>
  image.tags["sim:boot-seconds"] === QUICK
    ? { ...image, tags: { ...image.tags, "sim:boot-seconds": String(seconds) } }
    : image;

const minutes = (text: string | undefined): number => Math.ceil((parseDuration(text ?? "0s") ?? 0) / 60);
