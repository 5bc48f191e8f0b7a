import type { WorldEvent } from "../../../simulator/world/world.ts";
import type { CheckerInput } from "../checker-input.ts";
import { weightsOf, groupOf } from "../sides.ts";
import { isScheduled } from "../declared/scheduled.ts";
import type { Change } from "../invariant.ts";

/** So long after moult has made a group smaller, detached it or deleted it, its servers leave traffic for that. */
const OWN_MS = 900_000;

/** Whether servers have left traffic by what is not moult's since the floor was met last. */
interface Losses {
  /** Takes down what moult itself changes. */
  readonly change: (change: Change, input: CheckerInput) => void;
  /** Takes down who leaves traffic, and why. */
  readonly follow: (worldEvent: WorldEvent, input: CheckerInput) => void;
  /** The instant of the first such loss; undefined: there was none. */
  readonly since: number | undefined;
  /** The floor is met again. */
  readonly met: () => void;
}

const LEAVES = new Set(["target-unhealthy", "target-draining", "instance-terminating", "instance-sick"]);
const TAKES = new Set(["DeleteAutoScalingGroup", "DetachTrafficSources"]);

export function openLosses(): Losses {
  /** By group or rule, when moult took from it last. */
  const own = new Map<string, number>();
  let since: number | undefined;
  const isOwn = (name: string | undefined, now: number): boolean =>
    now - (own.get(name ?? "") ?? Number.NEGATIVE_INFINITY) < OWN_MS;
  return {
    change: (change, input) => {
      const now = input.world.now();
      const name = groupOf(change);
      if (name !== undefined && takes(change, input)) own.set(name, now);
      const weights = weightsOf(change, input);
      if (weights !== undefined) own.set(weights.rule, now);
    },
    follow: ({ kind, subject, at }, input) => {
      if (since !== undefined) return;
      if (kind === "target-unhealthy" || kind === "instance-sick") since = at;
      else if (LEAVES.has(kind) && !isOwn(groupOfServer(subject, input), at)) since = at;
      // A target group that no rule names any more is not checked: the rule was changed at this instant.
      else if (kind === "target-unused" && ![...own.values()].includes(at)) since = at;
      else if (
        kind === "rule-deleted" ||
        (kind === "rule-modified" && own.get(ruleOf(subject, input)) !== at)
      )
        since = at;
    },
    get since() {
      return since;
    },
    met: () => void (since = undefined),
  };
}

/** Whether a change takes servers from traffic: it detaches, deletes or shrinks their group. */
function takes(change: Change, input: CheckerInput): boolean {
  const { action, input: asked } = change.call;
  const group = input.world.state.groups.get(String(asked["AutoScalingGroupName"]));
  const size = Number(asked["DesiredCapacity"] ?? Number.POSITIVE_INFINITY);
  const shrinks = action === "UpdateAutoScalingGroup" && size < (group?.desiredCapacity ?? 0);
  // Its schedule would have made it smaller in the same way.
  return TAKES.has(action) || (shrinks && !isScheduled(size, change, input));
}

/** The group of a server, or of a target. */
function groupOfServer(subject: string, { view, serving }: CheckerInput): string | undefined {
  const id = subject.slice(subject.lastIndexOf("/") + 1);
  for (const { group } of view.generations.values()) if (serving.members(group).has(id)) return group;
  return undefined;
}

const ruleOf = (subject: string, { world }: CheckerInput): string => {
  const rule = world.state.rules.get(subject);
  return rule?.priority === "default" ? rule.listenerArn : subject;
};
