import { createRandom, type Random } from "../../../simulator/world/random.ts";
import type { FleetPlan } from "../plan.ts";
import type { AnswerPlan, ApprovalPlan } from "./approval-plan.ts";

/** So many runs ask a person before launch or before shift; and of those with drifts of mode `approve`, so many have people who answer. */
const SHARE = 0.3;
const OF_DRIFTS = 0.7;
/** Of fleets with windows, so many hold green's first traffic as well. */
const OF_WINDOWS = 0.85;
/** What is declared for a deadline where nothing is: nobody waits for that long here. */
const UNDECLARED_SECONDS = 3600;

/** Some fleets wait for a person's yes, who answers, late, twice, without the right to, or not at all. */
export function drawApproval(seed: number, fleet: FleetPlan): FleetPlan {
  const random = createRandom(seed);
  const brakes = fleet.brakes?.windows &&
    random.chance(OF_WINDOWS) && {
      ...fleet.brakes,
      windows: { ...fleet.brakes.windows, gates: "shift" as const },
    };
  const windowed = brakes ? { ...fleet, brakes } : fleet;
  const declared = random.chance(SHARE) ? drawDeclared(random) : undefined;
  const mayDrift = Object.values(fleet.drift ?? {}).includes("approve") && random.chance(OF_DRIFTS);
  if (declared === undefined && !mayDrift) return windowed;
  const seconds = declared?.deadlineSeconds ?? UNDECLARED_SECONDS;
  const answers = Array.from({ length: random.integer(0, 3) }, () => drawAnswer(random, seconds));
  return { ...windowed, approval: { ...(declared && { declared }), answers } };
}

const drawDeclared = (random: Random): NonNullable<ApprovalPlan["declared"]> => ({
  before: random.pick(["launch", "shift"] as const),
  deadlineSeconds: 60 * random.integer(5, 45),
  onDeadline: random.pick(["reject", "proceed"] as const),
  isRestricted: random.chance(0.5),
});

const drawAnswer = (random: Random, deadlineSeconds: number): AnswerPlan => ({
  afterSeconds: random.integer(1, Math.ceil(deadlineSeconds * random.pick([0.2, 0.9, 1.3]))),
  verdict: random.chance(0.75) ? "approved" : "rejected",
  who: random.pick(["ada", "ada", "ada", "mallory", "console"] as const),
  isContradicted: random.chance(0.3),
});
