import {
  attachTargetGroup,
  detachTargetGroup,
  trafficSourceStates,
} from "../../aws/auto-scaling/auto-scaling.ts";
import { readActions, writeActions } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { ObservedTraffic, TrafficChange, TrafficReading } from "../../domain/traffic-strategy.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { sidesOf, type Work } from "../work.ts";

export type TrafficServices = "autoScaling" | "elbv2";

/** Reads the truth about where traffic goes: one call (two for attachments). */
export async function observeTraffic(work: Work<TrafficServices>): Promise<ObservedTraffic> {
  const { source } = work.strategy;
  const { elbv2, autoScaling } = work.context.aws;
  if (source.kind === "actions") return { kind: "actions", actions: await readActions(elbv2, source.arn) };
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
  readonly traffic: ObservedTraffic;
  readonly reading: TrafficReading;
}

/** What is read, and what it means for green. */
export async function readTraffic(work: Work<TrafficServices>): Promise<Observed> {
  const traffic = await observeTraffic(work);
  return { traffic, reading: work.strategy.read(traffic, sidesOf(work)) };
}

/**
 * Sets green's share on top of what was just read, and writes down what was set. Answers how many calls it took; 0:
 * it was so already. `leaves`: the side that goes for good; `step`: how many
 * steps green has had with it, written with its share in one, so that who dies after it does not do the step twice.
 */
export async function setTraffic(
  percent: number,
  traffic: ObservedTraffic,
  work: Work<TrafficServices>,
  {
    leaves,
    step = work.run().traffic.step,
  }: { readonly leaves?: "blue" | "green" | undefined; readonly step?: number } = {},
): Promise<number> {
  const empty = work.run().size === 0;
  const move = { percent, sides: sidesOf(work), empty, ...(leaves && { leaves }) };
  const changes = work.strategy.change(traffic, move);
  const before = work.run().traffic;
  const isSo = before.setPercent === percent && before.step === step && before.setAt !== null;
  if (changes.length === 0 && isSo) return 0;
  // Written before the call: after a lost answer the record must not say less than what may be true.
  await work.update({
    traffic: { step, setPercent: percent, setAt: work.now(), observedPercent: null, agreeingReads: 0 },
  });
  for (const change of changes) await make(change, work);
  return changes.length;
}

/** Counts a read that agrees with what was set; one that does not starts the count anew. */
export async function countRead(reading: TrafficReading, work: Work<TrafficServices>): Promise<number> {
  const { traffic } = work.run();
  const observedPercent = "percent" in reading ? reading.percent : null;
  const agreeingReads = observedPercent === traffic.setPercent ? traffic.agreeingReads + 1 : 0;
  const setAt = agreeingReads === 1 ? arrivedAt(work) : traffic.setAt;
  await work.update({ traffic: { ...traffic, setAt, observedPercent, agreeingReads } });
  return agreeingReads;
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
