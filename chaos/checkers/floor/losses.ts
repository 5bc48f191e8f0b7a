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
  /** How many serve now, of the floor. */
  readonly look: (served: Served) => void;
}

interface Served {
  readonly floor: number;
  readonly all: number;
  /** Of these, servers that are not of a green which may still go. */
  readonly lasting: number;
  /** Whether such a green may go at once: then it makes good no loss. */
  readonly isPassing: boolean;
}

const LEAVES = new Set(["target-unhealthy", "target-draining", "instance-terminating", "instance-sick"]);
const TAKES = new Set(["DeleteAutoScalingGroup", "DetachTrafficSources"]);

export function openLosses(): Losses {
  /** By group or rule, when moult took from it last. */
  const own = new Map<string, number>();
  const ended = new Set<string>();
  let since: number | undefined;
  /** The same, but until the floor is met without a green that may still go. */
  let lasting: number | undefined;
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
    follow: (worldEvent, input) => {
      const { kind, subject, at } = worldEvent;
      if (endsPastGroup(worldEvent, input)) ended.add(subject);
      const isTheirs = ended.has(idOf(subject)) || !isOwn(groupOfServer(subject, input), at);
      const isLost =
        kind === "target-unhealthy" ||
        kind === "instance-sick" ||
        (LEAVES.has(kind) && isTheirs) ||
        // A target group that no rule names any more is not checked: the rule was changed at this instant.
        (kind === "target-unused" && ![...own.values()].includes(at)) ||
        kind === "rule-deleted" ||
        (kind === "rule-modified" && own.get(ruleOf(subject, input)) !== at);
      if (!isLost) return;
      since ??= at;
      lasting ??= at;
    },
    get since() {
      return since;
    },
    look: (served) => {
      if (served.lasting >= served.floor) lasting = undefined;
      if (lasting === undefined || served.isPassing) since = lasting;
      else if (served.all >= served.floor) since = undefined;
    },
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

/** A server ends that its group still has in service: the group ends it later, and moult never ends one past its group. */
function endsPastGroup({ kind, subject }: WorldEvent, { world }: CheckerInput): boolean {
  if (kind !== "instance-shutting-down") return false;
  const groups = [...world.state.groups.values()];
  return groups.some(({ instances }) => instances.get(subject)?.lifecycleState === "InService");
}

/** The id of a server, or of the one that is a target. */
const idOf = (subject: string): string => subject.slice(subject.lastIndexOf("/") + 1);

/** The group of a server, or of a target. */
function groupOfServer(subject: string, { view, serving }: CheckerInput): string | undefined {
  const id = idOf(subject);
  for (const { group } of view.generations.values()) if (serving.members(group).has(id)) return group;
  return undefined;
}

const ruleOf = (subject: string, { world }: CheckerInput): string => {
  const rule = world.state.rules.get(subject);
  return rule?.priority === "default" ? rule.listenerArn : subject;
};
