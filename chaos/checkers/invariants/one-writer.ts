import { excused } from "../exemptions.ts";
import type { Lease } from "../../../src/ledger/leases.ts";
import { openRetirements } from "../../world/ledger-view.ts";
import { fenceOf, generationOf, runOf } from "../../processes/invocation-input.ts";
import { ruleAt } from "../fleet-rules.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { weightsOf } from "../sides.ts";

/**
 * A change is made only under the fleet's lease, with the newest fence; judged as the request leaves the process, since
 * nothing can be called back after that. A rule has other writers too: what they put there stays.
 */
export const oneWriter = (): Invariant => {
  /** Which execution acts under a fence of a lease. */
  const actors = new Map<string, string>();
  const leases = new Map<string, Lease>();
  return {
    name: "one-writer",
    change: (change, input) =>
      leaseFault(change) ??
      actorFault(change, actors) ??
      scopeFault(change, input) ??
      foreignFault(change, input),
    written: (sort, input) => {
      const now = input.view.leases.get(sort)?.lease;
      if (now === undefined) return undefined;
      const before = leases.get(sort);
      leases.set(sort, now);
      return before && patienceFault(before, now, input);
    },
  };
};

/** The lease that the invocation may have seen last. */
function leaseOf({ invocation, sent: { leases } }: Change): Lease | undefined {
  const fence = fenceOf(invocation);
  return leases.find((each) => each?.fence === fence) ?? leases[0];
}

function leaseFault(change: Change): string | undefined {
  const { invocation, sent } = change;
  const run = runOf(invocation);
  const lease = leaseOf(change);
  const { at } = sent;
  if (lease === undefined) return "there is no such lease";
  const holder = `${lease.owner ?? "nobody"} (fence ${lease.fence})`;
  if (lease.owner !== run) return `made for ${run}, the lease is ${holder}'s`;
  const fence = fenceOf(invocation);
  if (fence > 0 && fence !== lease.fence) return `made with fence ${fence}, the newest is ${lease.fence}`;
  return at >= lease.expiresAt
    ? `the lease of ${holder} ran out ${at - lease.expiresAt} ms before`
    : undefined;
}

/** A fence is one execution's: who takes a rollout over must not share it with whoever may still be at work. */
function actorFault(change: Change, actors: Map<string, string>): string | undefined {
  const { execution } = change.invocation;
  const fence = leaseOf(change)?.fence;
  if (execution === undefined || fence === undefined) return undefined;
  const key = `${generationOf(change.invocation) ?? "fleet"} ${fence}`;
  const known = actors.get(key);
  if (known !== undefined && known !== execution)
    return `made by execution ${execution} under fence ${fence}, under which ${known} has made changes`;
  actors.set(key, execution);
  return undefined;
}

/** A retirement changes its own generation's group and template version, and a rollout none that a retirement takes down. */
function scopeFault(
  { invocation, retirement, call: { action, input: asked } }: Change,
  { view }: CheckerInput,
) {
  const group = asked["AutoScalingGroupName"];
  if (retirement === undefined) {
    const going = openRetirements(view).find(
      ({ generation }) => view.generations.get(generation)?.group === group,
    );
    return going && `${String(group)} is taken down by ${going.id}`;
  }
  if (generationOf(invocation) !== retirement.generation)
    return `${retirement.id} acts under the lease of generation ${generationOf(invocation)}`;
  const own = view.generations.get(retirement.generation);
  if (group === own?.group) return undefined;
  const versions = (asked["Versions"] ?? []) as readonly string[];
  const isOwnVersion =
    action === "DeleteLaunchTemplateVersions" && versions.join() === String(own?.template.version);
  return isOwnVersion ? undefined : `${retirement.id} takes down ${own?.group}, and nothing else`;
}

/** A process goes on 1,000 s after it paused, or its lease has run out by then and a sweep come by. */
const PAUSED_MS = 1_300_000;

/** A run that waits holds its lease until the wait's end. A process that pauses cannot: its lease runs out. */
function patienceFault(
  before: Lease,
  now: Lease,
  { view, world, disturbances }: CheckerInput,
): string | undefined {
  const { owner, fence, expiresAt } = before;
  if (owner === null || now.fence !== fence || now.owner !== owner) return undefined;
  const run = view.rollouts.get(owner) ?? view.retirements.get(owner);
  const until = run?.waiting?.until ?? 0;
  if (world.now() < expiresAt || until <= expiresAt) return undefined;
  const isPaused = [...disturbances].some(
    ([what, at]) => what.startsWith("processes-pause") && at > world.now() - PAUSED_MS,
  );
  if (excused("one-writer: a lease of a process that pauses", isPaused)) return undefined;
  return `${owner} waited ${until - expiresAt} ms longer than its lease lasted`;
}

/** Target groups that are not the fleet's keep their weights; what was changed since the rule was read may be lost. */
function foreignFault(change: Change, input: CheckerInput): string | undefined {
  const weights = weightsOf(change, input);
  if (weights === undefined) return undefined;
  const rule = ruleAt(input.world.state, weights.rule);
  const isNew = (rule?.changedAt ?? 0) >= change.since;
  if (excused("one-writer: a weight that somebody changed since the rule was read", isNew)) return undefined;
  const own = new Set(weights.pair);
  for (const arn of new Set([...weights.before.keys(), ...weights.after.keys()])) {
    const [before, after] = [weights.before.get(arn), weights.after.get(arn)];
    if (!own.has(arn) && before !== after)
      return `${arn} is not the fleet's and gets ${after} instead of ${before}`;
  }
  return undefined;
}
