import type { Fleet } from "../../declaration/fleet.ts";
import { fleetOf } from "../../declaration/fleet-of.ts";
import type { RolloutRecord } from "../../run/rollout.ts";

/** What the sentences about an open rollout are made of. */
export interface RolloutFacts {
  readonly run: RolloutRecord;
  /** As it was admitted with it; null in a record of before declarations were pinned. */
  readonly fleet: Fleet | null;
  readonly now: number;
  /** `generation 6`, or `no servers` where green is the first. */
  readonly blueWords: string;
  readonly isReleased: boolean;
}

export function rolloutFacts(run: RolloutRecord, now: number): RolloutFacts {
  const { declaration, blue, milestones } = run;
  return {
    run,
    fleet: declaration === null ? null : fleetOf(declaration),
    now,
    blueWords: blue === null ? "no generation" : `generation ${blue}`,
    isReleased: milestones["blue-released"] !== undefined,
  };
}

/** Green's shares of the traffic, percent; empty where none is moved, or nobody knows. */
const stepsOf = ({ fleet }: RolloutFacts): readonly number[] =>
  fleet !== null && "steps" in fleet.traffic ? fleet.traffic.steps : [];

/** `10 % of the traffic is on green (read back)` */
export function trafficWords({ run: { traffic } }: RolloutFacts): string {
  const { setPercent, observedPercent, setAt } = traffic;
  if (setAt === null) return "no traffic is on green yet";
  if (observedPercent === null) return `${setPercent} % of the traffic is set to green, not read back yet`;
  if (observedPercent === setPercent) return `${setPercent} % of the traffic is on green (read back)`;
  return `${setPercent} % of the traffic is set to green, ${observedPercent} % is read back`;
}

/** The share that the next step gives green, and from when on; null: no step is left. */
export function nextStep(
  facts: RolloutFacts,
): { readonly percent: number; readonly at: number | null } | null {
  const { traffic } = facts.run;
  const percent = stepsOf(facts)[traffic.setAt === null ? 0 : traffic.step];
  if (percent === undefined) return null;
  const { fleet } = facts;
  const pause = fleet !== null && "pause" in fleet.traffic ? fleet.traffic.pause : 0;
  return { percent, at: traffic.setAt === null ? null : traffic.setAt + pause * 1000 };
}

/** What becomes of the fleet when the rollout fails now. */
export function onFailureWords(facts: RolloutFacts): string {
  const { run, fleet, blueWords, isReleased } = facts;
  if (isReleased)
    return run.blue === null
      ? "there is no way back: it finishes on green"
      : `there is no way back: what of ${blueWords} does not go in time is kept out of traffic for a person`;
  // An image that blue serves with is not blamed.
  const mayBlame = fleet?.onFailure.quarantine !== false && run.imageFrom !== run.imageTo;
  const blames = mayBlame ? `; ${run.imageTo} is quarantined if green failed` : "";
  if (run.blue === null) return `if it fails, green is taken down and the fleet has no servers${blames}`;
  return run.traffic.setAt === null
    ? `if it fails, green is taken down and ${blueWords} keeps the traffic${blames}`
    : `if it fails, traffic returns to ${blueWords} in one call${blames}`;
}
