import { writeActions } from "../../aws/elbv2/elbv2.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { addGreenToRule } from "../green/add-to-rule.ts";
import { greenOf, sidesOf, type Work } from "../work.ts";
import { isStickyTo } from "./confirm-reverted.ts";
import { healthyServers } from "./healthy-servers.ts";
import { readRules } from "./read-rules.ts";

/** No wait before the first step is longer: so soon traffic is read that leads to nobody. */
export const EARLY_POLL_SECONDS = 120;
/** Polls that follow each other quickly do not read it each time. */
const READ_MS = 60_000;
/** Most greens have passed by then, and ShiftTraffic reads it. */
const FIRST_READ_MS = 90_000;

/**
 * Before the first step green has no traffic, unless somebody gives it some: who applies the weights of the rollout before
 * gives it all. Where no server of green's answers yet, and one of blue's does, blue takes it back at once. From a green
 * that answers nothing is taken: the first step counts what it has, and a green that fails loses it.
 */
export async function returnEarlyTraffic(work: Work<"elbv2">): Promise<void> {
  const { timers, size } = work.run();
  const { source } = work.strategy;
  if (source.kind !== "actions" || work.blue === null || size === 0) return;
  const readAt = timers["traffic-read"];
  const dueAt = readAt === undefined ? greenOf(work).createdAt + FIRST_READ_MS : readAt + READ_MS;
  if (work.now() < dueAt) return;
  await work.update({ timers: { ...timers, "traffic-read": work.now() } });
  const traffic: FleetTraffic = { kind: "actions", rules: await readRules(source.arns, work) };
  const reading = work.strategy.read(traffic, sidesOf(work));
  if (!("percent" in reading)) return;
  if (reading.percent > 0) return returnFrom(reading.percent, traffic, work);
  // Who took it out of the rule, also to end its sessions: it has to be health-checked to be proved good.
  await addGreenToRule(traffic, work);
}

async function returnFrom(percent: number, traffic: FleetTraffic, work: Work<"elbv2">): Promise<void> {
  if ((await healthyServers(greenOf(work), work)) > 0) return;
  if (work.blue === null || (await healthyServers(work.blue, work)) === 0) return;
  const reason = `somebody gave green ${percent}% of the traffic before its first step, and none of its servers answers`;
  await work.note("decision", `${reason}: blue takes it back`, { action: "return-early-traffic" });
  // Clients stick to a green of weight 0 for as long as it is named (aws-facts 8.7).
  const leaves = isStickyTo("green", traffic, work) ? ({ leaves: "green" } as const) : {};
  // The record's traffic stays: the first step has not been made, and another image may still displace this one.
  const failures: unknown[] = [];
  // Each rule is tried though another fails: what can go back goes back.
  for (const change of work.strategy.change(traffic, { percent: 0, sides: sidesOf(work), ...leaves })) {
    if (change.kind !== "write-actions") continue;
    await work.context
      .withReason(`${reason}: blue takes it back`, { from: percent, to: 0 }, () =>
        writeActions(work.context.aws.elbv2, change.arn, change.actions),
      )
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
