import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import type { Generation } from "../../../../src/domain/generation.ts";
import { openRollouts } from "../../../world/ledger-view.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import { openJudgedTime } from "../../judged/judged-time.ts";
import { disturbed } from "../../declared/disturbed.ts";
import { isEligible } from "../../declared/eligible-green.ts";
import { answering, carries, isDead } from "../../declared/side-serving.ts";
import type { Invariant } from "../../invariant.ts";
import { sidesOf, targetGroupsIn } from "../../sides.ts";

/** What moult has on top of the time in which a target group finds that its servers do not answer. */
const ACT_MS = 120_000;

/**
 * While an eligible side has healthy servers, no traffic stays on a side that has none. Eligible: blue, or a green
 * that passed every gate and has failed none since. Counted while one rollout is open and the fleet not frozen.
 */
export const served = (): Invariant<OutcomeInput> => {
  let since: number | undefined;
  const time = openJudgedTime();
  const judge = (input: OutcomeInput): string | undefined => {
    const now = input.world.now();
    const unserved = unservedSide(input);
    if (unserved === undefined) {
      since = undefined;
      time.look(now, hasSides(input) ? "judges" : "idle");
      return undefined;
    }
    since ??= now;
    const { from, addedMs } = disturbed(input.disturbances, since);
    const isLate = now - since > unserved.detectionMs + ACT_MS;
    const isExempt = isLate && now - from <= unserved.detectionMs + ACT_MS + addedMs;
    time.look(now, isExempt ? "exempt" : "judges");
    return isLate && !excused("served: what a disturbance takes", isExempt)
      ? `${unserved.group} has had traffic and no healthy server for ${Math.round((now - since) / 1000)} s, ${unserved.other} answers`
      : undefined;
  };
  return {
    name: "served",
    worldEvent: (_, input) => judge(input),
    written: (_, input) => judge(input),
    judged: time.seconds,
  };
};

/** Whether there is anything to judge: a rollout that is open, with two sides that users' requests go to. */
function hasSides(input: OutcomeInput): boolean {
  const { blue, green } = sidesOf(input, openRollouts(input.view)[0]);
  return (
    input.plan.fleet.strategy !== "none" && blue !== undefined && green !== undefined && !isFrozen(input)
  );
}

interface Unserved {
  readonly group: string;
  readonly other: string;
  readonly detectionMs: number;
}

/** A side with traffic and without a healthy server, beside an eligible one that has some. */
function unservedSide(input: OutcomeInput): Unserved | undefined {
  const { strategy } = input.plan.fleet;
  if (strategy === "none") return undefined;
  const [rollout] = openRollouts(input.view);
  const { blue, green } = sidesOf(input, rollout);
  if (rollout === undefined || blue === undefined || green === undefined) return undefined;
  if (excused("served: a fleet that is frozen", isFrozen(input))) return undefined;
  const dead = [blue, green].find((side) => isDead(side, input));
  const other = dead === blue ? green : blue;
  if (dead === undefined || answering(other, input) === 0) return undefined;
  const isShared = strategy === "target-group" && carries(other, input);
  if (excused("served: both sides attached to one target group", isShared)) return undefined;
  if (other === green ? !isEligible(rollout, green, input) : isBeyondBlue(rollout, input)) return undefined;
  return { group: dead.group, other: other.group, detectionMs: detectionMs(dead, input) };
}

/** Nobody is led back to a blue that is released: it is not live any more. */
const isBeyondBlue = ({ milestones, traffic, failure }: RolloutRecord, { plan }: OutcomeInput): boolean =>
  milestones["blue-released"] !== undefined ||
  excused(
    "served: a green attached in blue's place before its first step",
    plan.fleet.strategy === "target-group" && traffic.setAt === null && failure === null,
  );

const isFrozen = ({ view, world }: OutcomeInput): boolean =>
  [...view.freezes.values()].some(({ until }) => until === null || until > world.now());

function detectionMs(side: Generation, input: OutcomeInput): number {
  const groups = targetGroupsIn(side, input).map((arn) => input.world.state.targetGroups.get(arn));
  return Math.max(
    0,
    ...groups.map(
      (group) => (group?.healthCheckIntervalSeconds ?? 0) * (group?.unhealthyThreshold ?? 0) * 1000,
    ),
  );
}
