import type { Change, Invariant, Sight } from "../sight.ts";
import { rolloutOf } from "../judge.ts";
import { weightsOf } from "../roles.ts";

/**
 * A change is made only under the fleet's lease, with the newest fence; judged as the request leaves the process, since
 * nothing can be called back after that. A rule has other writers too: what they put there stays.
 */
export const oneWriter = (): Invariant => ({
  name: "one-writer",
  change: (change, sight) => leaseFault(change) ?? foreignFault(change, sight),
});

function leaseFault({ invocation, sent }: Change): string | undefined {
  const rollout = rolloutOf(invocation);
  const { lease, at } = sent;
  if (lease === undefined) return "the fleet has no lease";
  const holder = `${lease.owner ?? "nobody"} (fence ${lease.fence})`;
  if (lease.owner !== rollout) return `made for ${rollout}, the lease is ${holder}'s`;
  const fence = fenceOf(invocation.input);
  if (fence > 0 && fence !== lease.fence) return `made with fence ${fence}, the newest is ${lease.fence}`;
  return at >= lease.expiresAt
    ? `the lease of ${holder} ran out ${at - lease.expiresAt} ms before`
    : undefined;
}

function fenceOf(input: Readonly<Record<string, unknown>>): number {
  const { fence, execution } = input as {
    readonly fence?: number;
    readonly execution?: { readonly admitted?: { readonly fence?: number } };
  };
  return fence ?? execution?.admitted?.fence ?? 0;
}

/** Target groups that are not the fleet's keep their weights; what was changed since the rule was read may be lost. */
function foreignFault(change: Change, sight: Sight): string | undefined {
  const weights = weightsOf(change, sight);
  if (weights === undefined) return undefined;
  const rule = [...sight.world.state.rules.values()].find(
    ({ listenerArn }) => listenerArn === sight.account.listener,
  );
  if ((rule?.changedAt ?? 0) >= change.since) return undefined;
  const ours = new Set(sight.account.targetGroups);
  for (const arn of new Set([...weights.before.keys(), ...weights.after.keys()])) {
    const [before, after] = [weights.before.get(arn), weights.after.get(arn)];
    if (!ours.has(arn) && before !== after)
      return `${arn} is not the fleet's and gets ${after} instead of ${before}`;
  }
  return undefined;
}
