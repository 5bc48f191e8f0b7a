import {
  attachTargetGroup,
  detachTargetGroup,
  trafficSourceStates,
} from "../../aws/auto-scaling/auto-scaling.ts";
import { writeActions } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { shiftEvent } from "../../domain/outbox/rollout-event.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { type Exceptions, isAsSet, rulesRead, rulesSet } from "../../domain/traffic-pairs/as-set.ts";
import type { FleetReading, FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import type { TrafficChange } from "../../domain/traffic-strategy.ts";
import { keepForSweep } from "../../step/outbox/publish.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { sidesOf, type Work } from "../work.ts";
import { isGoingBack, readRules } from "./read-rules.ts";

export type TrafficServices = "autoScaling" | "elbv2";

/** Reads the truth about where traffic goes: one call a rule (two for attachments). */
export async function observeTraffic(work: Work<TrafficServices>): Promise<FleetTraffic> {
  const { source } = work.strategy;
  const { autoScaling } = work.context.aws;
  if (source.kind === "actions") return { kind: "actions", rules: await readRules(source.arns, work) };
  if (source.kind === "nothing") return { kind: "nothing" };
  const { blue, green } = sidesOf(work);
  // A group that is gone is attached to nothing: taking green down may have been done before.
  const stateIn = async (group: string) =>
    (await undefinedIfNotFound(trafficSourceStates(autoScaling, group)))?.get(source.targetGroup) ?? null;
  const [ofBlue, ofGreen] = await Promise.all([blue ? stateIn(blue.group) : null, stateIn(green.group)]);
  return { kind: "attachments", blue: ofBlue, green: ofGreen };
}

/** A call that leaves at once has arrived, and was carried out, within this time. */
const ARRIVES_MS = 5000;

export interface Observed {
  readonly traffic: FleetTraffic;
  readonly reading: FleetReading;
}

/** What was read, where it could be. */
export interface Reading extends Observed {
  readonly reading: Extract<FleetReading, { percent: number }>;
}

/** What is read, and what it means for green. */
export async function readTraffic(work: Work<TrafficServices>): Promise<Observed> {
  const traffic = await observeTraffic(work);
  const mode = isGoingBack(work) ? "readable" : "all";
  return { traffic, reading: work.strategy.read(traffic, sidesOf(work), mode) };
}

interface How {
  /** The side that goes for good. */
  readonly leaves?: "blue" | "green" | undefined;
  readonly except?: Exceptions;
  /** How many steps green has had with it: written with its share in one, so that who dies after it does not do the step twice. */
  readonly step?: number;
}

/**
 * Sets green's share on top of what was just read, and writes down what was set. Answers how many calls it took; 0:
 * it was so already.
 */
export async function setTraffic(
  percent: number,
  traffic: FleetTraffic,
  work: Work<TrafficServices>,
  { leaves, except, step = work.run().traffic.step }: How = {},
): Promise<number> {
  const empty = work.run().size === 0;
  const move = { percent, sides: sidesOf(work), empty, ...(leaves && { leaves }), ...(except && { except }) };
  const changes = work.strategy.change(traffic, move);
  const before = work.run().traffic;
  const isSo = before.setPercent === percent && before.step === step && before.setAt !== null;
  if (changes.length === 0 && isSo) return 0;
  const { source } = work.strategy;
  const arns = source.kind === "actions" ? source.arns : [];
  // Written before the call: after a lost answer the record must not say less than what may be true.
  const set = { step, setPercent: percent, setAt: work.now(), observedPercent: null, agreeingReads: 0 };
  await work.update({
    traffic: { ...set, ...rulesSet(arns, percent, { before, ...(except && { except }) }) },
    ...(percent > 0 && withFirstTraffic(work)),
  });
  await makeAll(changes, work);
  return changes.length;
}

/** From when on what happens may be green's doing: once, with what sets its traffic. */
export function withFirstTraffic(work: Work<never>): Partial<Pick<RolloutRecord, "milestones">> {
  const { milestones } = work.run();
  return milestones["first-traffic"] === undefined
    ? { milestones: { ...milestones, "first-traffic": work.now() } }
    : {};
}

/**
 * In the declared order. Forward the first failure stops the step, and the next look repeats it. On the way back each rule
 * is tried though another fails: what can go back goes back.
 */
async function makeAll(changes: readonly TrafficChange[], work: Work<TrafficServices>): Promise<void> {
  const failures: unknown[] = [];
  for (const change of changes) {
    try {
      await make(change, work);
    } catch (error) {
      if (!isGoingBack(work)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Counts a read that agrees with what was set, in every rule; one that does not starts the count anew. */
export async function countRead(reading: FleetReading, work: Work<TrafficServices>): Promise<number> {
  const { traffic } = work.run();
  const observedPercent = "percent" in reading ? reading.percent : null;
  const agreeingReads = isAsSet(reading, traffic) ? traffic.agreeingReads + 1 : 0;
  const setAt = agreeingReads === 1 ? arrivedAt(work) : traffic.setAt;
  const rules = rulesRead(reading, traffic);
  const read = { ...traffic, ...rules, setAt, observedPercent, agreeingReads };
  if (agreeingReads === 1) await keepShift({ ...work.run(), traffic: read }, work);
  await work.update({ traffic: read });
  return agreeingReads;
}

/** Kept before it is written down; a later event of the fleet, or the next sweep, takes it to the bus. */
async function keepShift(run: RolloutRecord, { context, strategy }: Work<never>): Promise<void> {
  if (run.phase !== "ShiftTraffic" || run.traffic.setPercent === 0) return;
  const event = shiftEvent(run, strategy.steps.length, context.clock.now());
  await keepForSweep(run.fleet, [event], context);
}

/** Seconds until every read shows what was set last: until then one may show what was before it, however it looks. */
export function unseenSeconds(work: Work<never>): number {
  const { setAt } = work.run().traffic;
  return setAt === null ? 0 : Math.max(0, Math.ceil((setAt + READ_LAG_MS - work.now()) / 1000));
}

/** A call that was written down and then held up moved traffic later than the record says: blue drains from there on. */
function arrivedAt(work: Work<TrafficServices>): number | null {
  const { phase, traffic } = work.run();
  const { setAt, setPercent } = traffic;
  const isLate = setAt !== null && work.now() - setAt > ARRIVES_MS;
  return isLate && setPercent === 100 && phase === "ShiftTraffic" ? work.now() : setAt;
}

async function make(change: TrafficChange, work: Work<TrafficServices>): Promise<void> {
  const { elbv2, autoScaling } = work.context.aws;
  if (change.kind === "write-actions") return writeActions(elbv2, change.arn, change.actions);
  const attach = change.kind === "attach" ? attachTargetGroup : detachTargetGroup;
  await attach(autoScaling, change.group, change.targetGroup);
}
