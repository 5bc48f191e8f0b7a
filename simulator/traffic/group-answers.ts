import { answeredStatus, reach } from "../services/elbv2/serving.ts";
import type { TargetGroupRecord, TargetRecord } from "../services/elbv2/state.ts";
import type { WorldState } from "../world/state.ts";

/** What becomes of a request: `served`, `errored` (the service itself says 5xx), or lost, with why. */
export type Outcome = "served" | "errored" | LostOutcome;
type LostOutcome = `lost:${LossReason}`;
export type LossReason =
  /** The target group has no target to send to: the load balancer says 503. */
  | "no-targets"
  /** No target group has a weight above 0, or the listener or rule is gone. */
  | "no-route"
  /** The load balancer believes that the target serves, and nothing answers there. */
  | "not-serving"
  /** The server answers, and is not well. */
  | "sick"
  /** The server went away with the request in its hands. */
  | "cut-off"
  /** The rule itself answers 5xx. */
  | "fixed-response";

/** How a target group answers at one instant. */
export interface GroupAnswers {
  /** How many targets share its requests. */
  readonly rotation: number;
  /** Shares of its requests, which sum to 1. */
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** Shares of its requests that a server answers, by how many seconds that takes on average. */
  readonly seconds: ReadonlyMap<number, number>;
}

const NO_TARGETS: GroupAnswers = {
  rotation: 0,
  outcomes: new Map([["lost:no-targets", 1]]),
  seconds: new Map(),
};

/**
 * How a target group answers now: its requests go evenly to its healthy targets. With none healthy it fails open and
 * sends to every registered target (aws-facts 1.4). There is no failover to another target group.
 */
export function groupAnswers(state: WorldState, group: TargetGroupRecord, now: number): GroupAnswers {
  const targets = targetsInRotation(group);
  if (targets.length === 0) return NO_TARGETS;
  const outcomes = new Map<Outcome, number>();
  const seconds = new Map<number, number>();
  const add = (outcome: Outcome, share: number): void => {
    if (share > 0) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + share / targets.length);
  };
  for (const target of targets) {
    const instance = state.instances.get(target.id);
    const reached = reach(instance, now, target.port);
    if (instance === undefined || reached === "down") {
      add("lost:not-serving", 1);
      continue;
    }
    const { responseSeconds } = instance.script;
    seconds.set(responseSeconds, (seconds.get(responseSeconds) ?? 0) + 1 / targets.length);
    if (reached === "sick") add("lost:sick", 1);
    else {
      const erring = instance.errorsAt === null || instance.errorsAt <= now;
      const errors = answeredStatus(instance, now) >= 500 ? 1 : erring ? instance.script.errorRate : 0;
      add("errored", errors);
      add("served", 1 - errors);
    }
  }
  return { rotation: targets.length, outcomes, seconds };
}

/** The targets that new requests go to. */
export function targetsInRotation(group: TargetGroupRecord): TargetRecord[] {
  const targets = [...group.targets.values()];
  const healthy = targets.filter((target) => target.state === "healthy");
  if (healthy.length > 0) return healthy;
  return targets.filter((target) => target.state === "initial" || target.state === "unhealthy");
}
