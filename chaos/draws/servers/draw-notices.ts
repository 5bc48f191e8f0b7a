import { createRandom, type Random } from "../../../simulator/world/random.ts";
import { NOTICE_CODES_DRAWN, type NoticePlan, type Plan } from "../plan.ts";

/** In so many runs AWS schedules something for servers. */
const SHARE = 0.12;

/** In some runs AWS will end, boot or move servers, and may take that back; the declaration says what comes of it. */
export function drawNotices(
  seed: number,
  { fleet, faultySeconds }: Pick<Plan, "fleet" | "faultySeconds">,
): Pick<Plan, "fleet" | "notices"> {
  const random = createRandom(seed);
  if (!random.chance(SHARE) || fleet.servers === 0) return { fleet };
  const mode = (): "replace" | "report" => random.pick(["replace", "report"]);
  const health = { retirement: mode(), reboot: mode(), maintenance: mode() };
  const notices = Array.from({ length: random.integer(1, 4) }, () => drawNotice(random, faultySeconds));
  return { fleet: { ...fleet, health }, notices };
}

const drawNotice = (random: Random, faultySeconds: number): NoticePlan => ({
  afterSeconds: random.integer(1, faultySeconds),
  place: random.fraction(),
  code: random.pick(NOTICE_CODES_DRAWN),
  isPublished: random.chance(0.6),
  canceledAfter: random.chance(0.4) ? random.integer(30, 3600) : null,
});
