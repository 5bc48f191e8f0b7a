import { excused } from "../exemptions.ts";
import { fleetOf } from "../../../src/domain/declaration/fleet-of.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { hasDecided } from "../../world/ledger-view.ts";
import { carriersOf, isAmong } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { interfered } from "../interference.ts";
import { isScheduled } from "../declared/scheduled.ts";
import { gateFault } from "../proofs/gates.ts";
import { handoffFault } from "../proofs/handoff.ts";
import { unprovedFault } from "../proofs/unproved.ts";
import { movedFault, takesTrafficFromBlue } from "../proofs/moved.ts";
import { groupOf, healthyOf, sidesOf } from "../sides.ts";

const SIZES = new Set(["AutoScalingGroupName", "MinSize", "MaxSize", "DesiredCapacity"]);
/** Blue is held at its size while traffic moves, attached and detached as a way to move traffic, and handed off. */
const HELD = new Set([
  "SuspendProcesses",
  "ResumeProcesses",
  "AttachTrafficSources",
  "DetachTrafficSources",
  "SendCommand",
]);

/**
 * Blue is not shrunk, deleted or changed until green passed every gate, traffic was moved and baked, and blue's servers
 * drained and handed their data off; each judged by the ledger's entries and by the world, not by the rollout's word.
 */
export const blueIsSafe = (): Invariant => {
  /** When a rollout took traffic from blue last, by the rollout's id. */
  const movedAt = new Map<string, number>();
  /** Since when the look was under way on which a rollout released blue, by the rollout's id. */
  const releasedOn = new Map<string, number>();
  return {
    name: "blue-is-safe",
    decided: (decision, input) => {
      const { entry, rollout, since } = decision;
      if (entry.action === "release") releasedOn.set(rollout.id, since);
      return movedFault(decision, input) ?? gateFault(decision, input) ?? unprovedFault(decision, input);
    },
    change: (change, input) => {
      const { rollout, call } = change;
      const { blue } = sidesOf(input, rollout);
      if (rollout === undefined || blue === undefined) return undefined;
      if (takesTrafficFromBlue(change, input)) movedAt.set(rollout.id, input.world.now());
      if (call.action === "DeleteLaunchTemplateVersions") return versionFault(change, blue, input);
      if (groupOf(change) !== blue.group || HELD.has(call.action)) return undefined;
      if (call.action === "UpdateAutoScalingGroup" && !shrinks(change, input)) return editFault(change);
      // Traffic is back on blue, and fewer servers are what its schedule has asked for.
      const isDue = isScheduled(Number(call.input["DesiredCapacity"]), change, input);
      if (excused("blue-is-safe: a size that the schedule asks for", isDue)) return editFault(change);
      if (call.action !== "UpdateAutoScalingGroup" && call.action !== "DeleteAutoScalingGroup")
        return `${blue.group} is blue`;
      const since = movedAt.get(rollout.id) ?? 0;
      return (
        proofFault(rollout, change, input) ??
        drainFault(since, rollout, input) ??
        handoffFault(blue, { ...change, movedAt: since, releasedOn: releasedOn.get(rollout.id) }, input)
      );
    },
  };
};

/** Silence for so long ends a drain before its time. */
const QUIET_MS = 180_000;
/** A request that moves traffic is under way for up to five seconds, beside two clocks that differ. */
const LATEST_MS = 15_000;

/** Blue was without traffic for as long as it drains since the rollout itself took its traffic last, and drained then. */
function drainFault(
  movedAt: number,
  { milestones }: RolloutRecord,
  { view, world, disturbances }: CheckerInput,
): string | undefined {
  const isOff = excused(
    "blue-is-safe: ten seconds of the drain where clocks are off",
    disturbances.has("clock-skew"),
  );
  const skew = isOff ? SKEW_MS : 0;
  if ((milestones["drained"] ?? world.now()) < movedAt - skew)
    return "blue was drained before its traffic was taken";
  const drain = Math.min((view.fleet?.retire.drain ?? 0) * 1000, QUIET_MS);
  const drained = (milestones["blue-released"] ?? world.now()) - movedAt;
  return drained < drain - LATEST_MS
    ? `blue had traffic until ${drained} ms before it was released, and drains for ${drain} ms`
    : undefined;
}

function editFault({ call }: Change): string | undefined {
  const edited = Object.keys(call.input).filter((key) => !SIZES.has(key));
  return edited.length > 0 ? `it changes ${edited.join(", ")} of blue` : undefined;
}

/** Smaller than it is, or free to become smaller than it was when moult found it. */
function shrinks(change: Change, { world }: CheckerInput): boolean {
  const { MinSize, DesiredCapacity } = change.call.input as { MinSize?: number; DesiredCapacity?: number };
  const group = world.state.groups.get(groupOf(change) ?? "");
  if (group === undefined) return false;
  if ((DesiredCapacity ?? group.desiredCapacity) < group.desiredCapacity) return true;
  const hold = change.rollout?.holds.find(
    ({ group: held, kind }) => held === group.name && kind === "minimum",
  );
  return MinSize !== undefined && MinSize < group.minSize && MinSize !== hold?.originalMin;
}

/** What the ledger says, and what the world shows: every phase was passed, green baked, and blue is out of traffic. */
function proofFault(rollout: RolloutRecord, change: Change, input: CheckerInput): string | undefined {
  const carrying = change.retirement ? servingFault : carryingFault;
  return entriesFault(rollout, input) ?? bakeFault(rollout, input) ?? carrying(rollout, change, input);
}

function entriesFault({ id }: RolloutRecord, { view }: CheckerInput): string | undefined {
  const missing = ["ValidateGreen", "ShiftTraffic", "Bake"].find(
    (phase) => !hasDecided(view, id, `${phase} passed`),
  );
  return missing && `no entry says that ${missing} passed`;
}

/** By the declaration that the rollout was admitted with: what is declared since is for the next one. */
function bakeFault(
  { id, declaration, settlement, promotion }: RolloutRecord,
  { view }: CheckerInput,
): string | undefined {
  const entries = view.decisions.get(id) ?? [];
  const shifted = entries.find(({ action }) => action === "ShiftTraffic passed")?.at ?? 0;
  const baked = entries.findLast(({ action }) => action === "Bake passed")?.at ?? 0;
  const pinned = declaration === null ? view.fleet : fleetOf(declaration);
  const bake = (pinned?.bake ?? 0) * 1000;
  if (baked - shifted >= bake - SKEW_MS) return undefined;
  if (excused("blue-is-safe: the bake of a rollout that a person promoted", promotion !== null))
    return undefined;
  const isSettled = settlement?.keep === "green";
  return excused("blue-is-safe: the bake of a run that was settled on green", isSettled)
    ? undefined
    : `it baked ${baked - shifted} ms, the declaration says ${bake} ms`;
}

function carryingFault(rollout: RolloutRecord, { since }: Change, input: CheckerInput): string | undefined {
  const { plan, serving } = input;
  const { blue } = sidesOf(input, rollout);
  if (blue === undefined || plan.fleet.strategy === "none") return undefined;
  if (rollout.milestones["drained"] === undefined) return "blue is not drained";
  // Behind the point of no return somebody else may move traffic to what is left of blue.
  const released = rollout.milestones["blue-released"];
  const isMoved = released !== undefined && interfered(input, "traffic", { since: released - SKEW_MS });
  if (excused("blue-is-safe: traffic that somebody moved after the release", isMoved)) return undefined;
  const carries = carriersOf(blue, plan.fleet);
  return serving.trafficWas(since, (names) => !isAmong(names, carries)) ? undefined : "traffic is on blue";
}

/** By then the fleet's next green may be in blue's target group: none of the servers that go is in traffic. */
function servingFault(rollout: RolloutRecord, change: Change, input: CheckerInput): string | undefined {
  const { blue } = sidesOf(input, rollout);
  if (input.plan.fleet.strategy === "none") return undefined;
  const serve = healthyOf(blue, change, input);
  return serve === 0 ? undefined : `${serve} of the servers that it takes down are in traffic`;
}

/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

function versionFault({ call }: Change, blue: Generation, { world }: CheckerInput): string | undefined {
  const versions = (call.input["Versions"] ?? []) as readonly string[];
  const servers = world.state.groups.get(blue.group)?.instances.size ?? 0;
  return versions.includes(String(blue.template.version)) && servers > 0
    ? `blue still launches from version ${blue.template.version}`
    : undefined;
}
