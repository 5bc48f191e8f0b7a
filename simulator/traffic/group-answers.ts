import { answeredStatus, reach } from "../services/elbv2/serving.ts";
import type { InstanceRecord } from "../services/ec2/state.ts";
import { receiversOf } from "../services/elbv2/balancing/rotation.ts";
import type { TargetGroupRecord } from "../services/elbv2/state.ts";
import type { WorldState } from "../world/state.ts";

/** What becomes of a request: `served`, `errored` (the service itself says 5xx), or lost, with why. */
export type Outcome = "served" | "errored" | LostOutcome;
type LostOutcome = `lost:${LossReason}`;
export type LossReason =
  /** The target group has no target to send to, or none in the zone: the load balancer says 503. */
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
  /** What part of its requests each of its targets gets, by key. */
  readonly parts: ReadonlyMap<string, number>;
  /** Shares of its requests, which sum to 1. */
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** Shares of its requests that a server answers, by how many seconds that takes on average. */
  readonly seconds: ReadonlyMap<number, number>;
}

/** A sum of shares may miss 1 by this little. */
const TOLERANCE = 1e-9;

/** How a target group answers now, by who gets its requests. There is no failover to another target group (aws-facts 1.4). */
export function groupAnswers(state: WorldState, group: TargetGroupRecord, now: number): GroupAnswers {
  const parts = new Map<string, number>();
  const outcomes = new Map<Outcome, number>();
  const seconds = new Map<number, number>();
  const add = (outcome: Outcome, share: number): void => {
    if (share > 0) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + share);
  };
  let sent = 0;
  for (const { key, id, port, share } of receiversOf(state, group, now)) {
    sent += share;
    parts.set(key, (parts.get(key) ?? 0) + share);
    const instance = state.instances.get(id);
    const reached = reach(instance, now, port);
    if (instance === undefined || reached === "down") {
      add("lost:not-serving", share);
      continue;
    }
    const { responseSeconds } = instance.script;
    seconds.set(responseSeconds, (seconds.get(responseSeconds) ?? 0) + share);
    if (reached === "sick") add("lost:sick", share);
    else {
      const errors = errorsOf(instance, now);
      add("errored", share * errors);
      add("served", share * (1 - errors));
    }
  }
  if (sent < 1 - TOLERANCE) add("lost:no-targets", 1 - sent);
  return { parts, outcomes, seconds };
}

/** The share of its requests that a server which serves answers 5xx. */
function errorsOf(instance: InstanceRecord, now: number): number {
  if (answeredStatus(instance, now) >= 500) return 1;
  return instance.errorsAt === null || instance.errorsAt <= now ? instance.script.errorRate : 0;
}
