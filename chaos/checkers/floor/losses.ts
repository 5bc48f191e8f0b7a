import type { WorldEvent } from "../../../simulator/world/world.ts";
import type { CheckerInput } from "../checker-input.ts";
import { weightsOf, groupOf } from "../sides.ts";
import { isAsRead } from "./as-read.ts";
import { isScheduled } from "../declared/scheduled.ts";
import type { Change } from "../invariant.ts";

/** So long after moult has made a group smaller, detached it or deleted it, its servers leave traffic for that. */
const OWN_MS = 900_000;

/** Whether servers have left traffic by what is not moult's since the floor was met last. */
interface Losses {
  /** Takes down what moult itself changes, while this is the floor. */
  readonly change: (change: Change, input: CheckerInput, floor: number) => void;
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

const LEAVES = new Set(["target-draining", "instance-terminating"]);
const TAKES = new Set(["DeleteAutoScalingGroup", "DetachTrafficSources"]);

export function openLosses(): Losses {
  const theirs = openTheirs();
  let since: number | undefined;
  /** The same, but until the floor is met without a green that may still go. */
  let lasting: number | undefined;
  return {
    change: theirs.change,
    follow: (worldEvent, input) => {
      if (!theirs.takes(worldEvent, input)) return;
      since ??= worldEvent.at;
      lasting ??= worldEvent.at;
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

/** Tells servers that leave traffic by what is not moult's from those that it takes from there. */
function openTheirs() {
  /** By group or rule, when moult took from it last. */
  const own = new Map<string, number>();
  /** By rule, when moult moved traffic last to servers that were enough by what it could read. */
  const asRead = new Map<string, number>();
  /** Servers that ended past their group. */
  const ended = new Set<string>();
  const isOwn = (name: string | undefined, now: number): boolean =>
    now - (own.get(name ?? "") ?? Number.NEGATIVE_INFINITY) < OWN_MS;
  return {
    change: (change: Change, input: CheckerInput, floor: number): void => {
      const now = input.world.now();
      const name = groupOf(change);
      if (name !== undefined && takes(change, input)) own.set(name, now);
      // What leaves a group that has its traffic back leaves it for another reason.
      if (name !== undefined && change.call.action === "AttachTrafficSources") own.delete(name);
      const weights = weightsOf(change, input);
      if (weights === undefined) return;
      own.set(weights.rule, now);
      const sides = { before: weighted(weights.before), after: weighted(weights.after) };
      if (isAsRead({ since: change.since, floor, ...sides }, input)) asRead.set(weights.rule, now);
    },
    takes: (worldEvent: WorldEvent, input: CheckerInput): boolean => {
      const { kind, subject, at } = worldEvent;
      if (endsPastGroup(worldEvent, input)) ended.add(subject);
      if (kind === "target-unhealthy" || kind === "instance-sick" || kind === "rule-deleted") return true;
      if (LEAVES.has(kind)) return ended.has(idOf(subject)) || !isOwn(groupOfServer(subject, input), at);
      // A target group that no rule names any more is not checked: the rule was changed at this instant.
      if (kind === "target-unused") return ![...own.values()].includes(at);
      const rule = ruleOf(subject, input);
      return kind === "rule-modified" && (own.get(rule) !== at || asRead.get(rule) === at);
    },
  };
}

const weighted = (weights: ReadonlyMap<string, number>): string[] =>
  [...weights].flatMap(([arn, weight]) => (weight > 0 ? [arn] : []));

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
