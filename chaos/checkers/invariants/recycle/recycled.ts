import type { GroupRecord } from "../../../../simulator/services/auto-scaling/state.ts";
import type { WorldEvent } from "../../../../simulator/world/world.ts";
import { percentOf } from "../../../../src/domain/percent.ts";
import { type RecycleRecord, surplusOf } from "../../../../src/domain/run/recycle.ts";
import { openRecycles } from "../../../world/ledger-view.ts";
import type { CheckerInput } from "../../checker-input.ts";
import { interfered } from "../../interference.ts";
import type { Change, Invariant } from "../../invariant.ts";

/**
 * Of servers that are replaced in place: none leaves traffic before as many others serve as the floor asks for; none is ended that
 * was not out of traffic before, nor one that is not of the batch, nor one that somebody keeps; never more than was declared are
 * on their way out at one instant; and in the end nothing of it is left in the group.
 */
export const recycled = (): Invariant => {
  /** By group, the sizes that a recycle gave to it last. */
  const held = new Map<string, HeldSize>();
  /** Servers that moult has put into standby, and not back. */
  const isolated = new Set<string>();
  return {
    name: "recycled",
    change: (change, input) => {
      const { recycle, call } = change;
      const group = recycle && input.world.state.groups.get(recycle.group);
      if (recycle === undefined || group === undefined) return undefined;
      const ids = idsOf(change);
      for (const id of ids) if (call.action === "EnterStandby") isolated.add(id);
      for (const id of ids) if (call.action === "ExitStandby") isolated.delete(id);
      return FAULTS[call.action]?.({ change, recycle, group, ids }, input);
    },
    written: (sort, input) => {
      const { view } = input;
      if (sort === "left-out") return leftOutFault(input);
      const run = view.recycles.get(sort.split("#")[1] ?? "");
      if (sort.startsWith("recycle#") && run?.holds.size) held.set(run.group, run.holds.size);
      return undefined;
    },
    worldEvent: tooMany,
    quiescent: (input) => leftFault(input, isolated) ?? sizeFault(held, input),
  };
};

type HeldSize = NonNullable<RecycleRecord["holds"]["size"]>;

/** What nobody has said the end of is looked at again after an hour, by a clock that may be five seconds off. */
const AGAIN_MS = 3_605_000;
/** So long ago it may have been read, and more if its process was paused. */
const READ_MS = 1_300_000;

/** By what people do servers are protected or in standby, for an hour at most. */
const HOLDING = ["servers-protected protected", "servers-protected standby", "by hand: restarted"];

/** Who is left alone was kept, protected, out of service or gone a moment ago, and is so for an hour at most. */
function leftOutFault({ view, world, keeps, disturbances }: CheckerInput): string | undefined {
  const now = world.now();
  const isHeld = HOLDING.some((what) => now - (disturbances.get(what) ?? 0) < READ_MS + AGAIN_MS);
  const members = [...world.state.groups.values()].flatMap(({ instances }) => [...instances.values()]);
  for (const { server, until, reason } of view.left) {
    if (until - now > AGAIN_MS) return `${server} is left alone until ${until}: ${reason}`;
    // Written before: what it was for may be over.
    if (until - now < AGAIN_MS - READ_MS) continue;
    const member = members.find(({ id }) => id === server);
    const isKept = keeps.some((each) => each.server === server && (each.until ?? now) > now - READ_MS);
    const isOut = member === undefined || member.lifecycleState !== "InService";
    if (!isKept && !isOut && !isHeld && !member.protectedFromScaleIn)
      return `${server} is left alone, and serves as any other: ${reason}`;
  }
  return undefined;
}

interface Recycling {
  readonly change: Change;
  readonly recycle: RecycleRecord;
  readonly group: GroupRecord;
  readonly ids: readonly string[];
}

type Fault = (recycling: Recycling, input: CheckerInput) => string | undefined;

const FAULTS: Readonly<Record<string, Fault>> = {
  EnterStandby: (recycling, input) =>
    strayFault(recycling) ?? keptFault(recycling, input) ?? floorFault(recycling, input),
  TerminateInstanceInAutoScalingGroup: endFault,
  CompleteLifecycleAction: hookFault,
  DeleteLifecycleHook: hookFault,
  PutLifecycleHook: hookFault,
};

/** What moult puts into a group carries its name. */
const OWN_HOOK = "moult-recycle";

function idsOf({ call: { input: asked } }: Change): readonly string[] {
  const { InstanceIds: many, InstanceId: one } = asked;
  return Array.isArray(many) ? many.map(String) : typeof one === "string" ? [one] : [];
}

function hookFault({ change }: Recycling): string | undefined {
  const name = String(change.call.input["LifecycleHookName"]);
  return name === OWN_HOOK ? undefined : `${name} is somebody's hook`;
}

const isOfBatch = ({ batch }: RecycleRecord, id: string): boolean =>
  batch?.servers.some((each) => each.id === id) ?? false;

function strayFault({ recycle, ids, change }: Recycling): string | undefined {
  const stray = ids.find((id) => !isOfBatch(recycle, id));
  if (stray !== undefined) return `${stray} is not of the batch`;
  return change.call.input["ShouldDecrementDesiredCapacity"] === true
    ? undefined
    : "its substitute serves already, and one more is launched";
}

/** A read may lag by ten seconds, and is answered from a copy up to a second older. */
const LAG_MS = 11_000;

function keptFault({ change, ids }: Recycling, { keeps }: CheckerInput): string | undefined {
  const kept = keeps.find(
    ({ server, from, until }) => ids.includes(server) && from < change.since - LAG_MS && until === null,
  );
  return kept && `${kept.server} is kept by somebody`;
}

/** As many as the floor asks for serve without these, at some instant since it was read. */
function floorFault({ change, recycle, group, ids }: Recycling, input: CheckerInput): string | undefined {
  const { view, plan, othersSizes, serving, account } = input;
  // Without what the run has launched beyond it: policies may have made the group smaller than the fleet was.
  const own = group.desiredCapacity - (recycle.batch === null ? 0 : surplusOf(recycle.batch));
  const size = Math.min(plan.fleet.servers, ...othersSizes.desired, own);
  const floor = percentOf(view.fleet?.capacity.floor ?? 100, size);
  const others = new Set([...serving.members(group.name)].filter((id) => !ids.includes(id)));
  const arns = plan.fleet.strategy === "none" ? [] : group.trafficSources.keys();
  const ofFleet = [...arns].filter((arn) => account.pairs.some((each) => each.targetGroups.includes(arn)));
  const counts = ofFleet.map((arn) => serving.healthySince(arn, change.since, others));
  const inService = [...group.instances.values()].filter(
    ({ id, lifecycleState }) => lifecycleState === "InService" && !ids.includes(id),
  ).length;
  const serve = counts.length > 0 ? Math.min(...counts) : inService;
  return serve < floor
    ? `${ids.join()} leave traffic, ${serve} others serve, the floor is ${floor}`
    : undefined;
}

const OUT = /^(Standby|Terminating)/;

/** An old one is ended from standby and without decrement; with one only a substitute that is given up. */
function endFault({ change, recycle, group, ids }: Recycling): string | undefined {
  const decrements = change.call.input["ShouldDecrementDesiredCapacity"] === true;
  for (const id of ids) {
    const member = group.instances.get(id);
    // Gone meanwhile: AWS refuses the call.
    if (member === undefined) continue;
    const state = member.lifecycleState;
    if (isOfBatch(recycle, id)) {
      if (!OUT.test(state)) return `${id} is ${state} and is ended`;
      if (decrements && state === "Standby") return `${id} is ended from standby, and another one with it`;
    } else if (!isSubstitute(recycle, id)) return `${id} is neither of the batch nor a substitute`;
    else if (state === "InService" && !decrements) return `substitute ${id} is ended, and replaced once more`;
  }
  return undefined;
}

const isSubstitute = ({ batch }: RecycleRecord, id: string): boolean =>
  batch !== null && !batch.before.includes(id);

/** Servers of one batch that are not in traffic any more, by the world itself. */
function tooMany({ service, kind }: WorldEvent, input: CheckerInput): string | undefined {
  if (service !== "elasticloadbalancing" && !kind.startsWith("instance-")) return undefined;
  for (const { id, batch, group, atOnce } of openRecycles(input.view)) {
    const members = input.world.state.groups.get(group)?.instances;
    const out = (batch?.servers ?? []).filter((each) =>
      /^(EnteringStandby|Standby|Terminating)/.test(members?.get(each.id)?.lifecycleState ?? ""),
    );
    if (out.length > atOnce) return `${id} has ${out.length} servers out at once, ${atOnce} are declared`;
  }
  return undefined;
}

function leftFault({ view, world }: CheckerInput, isolated: ReadonlySet<string>): string | undefined {
  for (const { id, group: name, holds } of view.recycles.values()) {
    if (holds.size !== null || holds.hook || holds.processes.length > 0)
      return `${id} still holds ${JSON.stringify(holds)}`;
    const group = world.state.groups.get(name);
    if (group?.hooks.has(OWN_HOOK)) return `${id} has left its hook in ${name}`;
    const left = [...isolated].find((each) => group?.instances.get(each)?.lifecycleState === "Standby");
    if (left !== undefined) return `${id} has left ${left} in standby`;
  }
  return undefined;
}

/** The maximum is given back, unless somebody sets sizes, too, or the group has grown into it. */
function sizeFault(held: ReadonlyMap<string, HeldSize>, input: CheckerInput): string | undefined {
  for (const [name, { originalMax, heldMax }] of held) {
    const group = input.world.state.groups.get(name);
    if (group === undefined || interfered(input, "size", { object: name })) continue;
    if (heldMax !== originalMax && group.maxSize === heldMax && group.desiredCapacity <= originalMax)
      return `MaxSize of ${name} is ${heldMax} still, and was ${originalMax}`;
  }
  return undefined;
}
