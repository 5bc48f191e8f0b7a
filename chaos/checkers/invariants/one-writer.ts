import { fenceOf, rolloutOf } from "../../processes/invocation-input.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { weightsOf } from "../sides.ts";

/**
 * A change is made only under the fleet's lease, with the newest fence; judged as the request leaves the process, since
 * nothing can be called back after that. A rule has other writers too: what they put there stays.
 */
export const oneWriter = (): Invariant => {
  /** Which execution acts under a fence. */
  const actors = new Map<number, string>();
  let lease: CheckerInput["view"]["lease"];
  return {
    name: "one-writer",
    change: (change, input) =>
      leaseFault(change) ?? actorFault(change, actors) ?? foreignFault(change, input),
    written: (sort, input) => {
      if (sort !== "lease") return undefined;
      const before = lease;
      lease = input.view.lease;
      return before && patienceFault(before, input);
    },
  };
};

/** The lease that the invocation may have seen last. */
function leaseOf({ invocation, sent: { leases } }: Change): CheckerInput["view"]["lease"] {
  const fence = fenceOf(invocation);
  return leases.find((each) => each?.fence === fence) ?? leases[0];
}

function leaseFault(change: Change): string | undefined {
  const { invocation, sent } = change;
  const rollout = rolloutOf(invocation);
  const lease = leaseOf(change);
  const { at } = sent;
  if (lease === undefined) return "the fleet has no lease";
  const holder = `${lease.owner ?? "nobody"} (fence ${lease.fence})`;
  if (lease.owner !== rollout) return `made for ${rollout}, the lease is ${holder}'s`;
  const fence = fenceOf(invocation);
  if (fence > 0 && fence !== lease.fence) return `made with fence ${fence}, the newest is ${lease.fence}`;
  return at >= lease.expiresAt
    ? `the lease of ${holder} ran out ${at - lease.expiresAt} ms before`
    : undefined;
}

/** A fence is one execution's: who takes a rollout over must not share it with whoever may still be at work. */
function actorFault(change: Change, actors: Map<number, string>): string | undefined {
  const { execution } = change.invocation;
  const fence = leaseOf(change)?.fence;
  if (execution === undefined || fence === undefined) return undefined;
  const known = actors.get(fence);
  if (known !== undefined && known !== execution)
    return `made by execution ${execution} under fence ${fence}, under which ${known} has made changes`;
  actors.set(fence, execution);
  return undefined;
}

/** A rollout that waits holds its lease until the wait's end. A process that pauses cannot: its lease runs out. */
function patienceFault(
  before: NonNullable<CheckerInput["view"]["lease"]>,
  { view, world, plan }: CheckerInput,
): string | undefined {
  const { owner, fence, expiresAt } = before;
  if (owner === null || view.lease?.fence !== fence || view.lease.owner !== owner) return undefined;
  const until = view.rollouts.get(owner)?.waiting?.until ?? 0;
  if (world.now() < expiresAt || until <= expiresAt) return undefined;
  if (plan.faults.some(({ name }) => name === "processes-pause")) return undefined;
  return `${owner} waited ${until - expiresAt} ms longer than its lease lasted`;
}

/** Target groups that are not the fleet's keep their weights; what was changed since the rule was read may be lost. */
function foreignFault(change: Change, input: CheckerInput): string | undefined {
  const weights = weightsOf(change, input);
  if (weights === undefined) return undefined;
  const rule = [...input.world.state.rules.values()].find(
    ({ listenerArn }) => listenerArn === input.account.listener,
  );
  if ((rule?.changedAt ?? 0) >= change.since) return undefined;
  const own = new Set(input.account.targetGroups);
  for (const arn of new Set([...weights.before.keys(), ...weights.after.keys()])) {
    const [before, after] = [weights.before.get(arn), weights.after.get(arn)];
    if (!own.has(arn) && before !== after)
      return `${arn} is not the fleet's and gets ${after} instead of ${before}`;
  }
  return undefined;
}
