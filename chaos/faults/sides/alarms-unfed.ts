import { DeleteAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import type { FaultKind, FaultWork } from "../fault-kind.ts";
import { fromTheFirst, rolloutWhere, spanMs } from "../in-rollout.ts";

/**
 * The fleet's alarm has no data for a while: somebody has it treat what is missing as missing, and servers that answer no errors
 * measure none (aws-facts 8: it goes to INSUFFICIENT_DATA); or it is deleted, and made anew later, unchecked at first.
 */
export const alarmsUnfed: FaultKind = {
  name: "alarms-unfed",
  begin: (work) => fromTheFirst(work, 2, () => starve(work, work.random.chance(0.3))),
};

async function starve({ chaos, random }: FaultWork, isDeleted: boolean): Promise<void> {
  await rolloutWhere(chaos, () => true);
  await chaos.clock.sleep(spanMs(chaos, random.integer(0, 240)));
  const { cloudWatch } = chaos.operator;
  const alarm = chaos.simulator.world.state.alarms.get(chaos.account.alarm);
  // Another one has it already.
  if (alarm === undefined || alarm.settings["TreatMissingData"] === "missing" || chaos.faultsEnded) return;
  const AlarmName = alarm.name;
  const { settings } = alarm;
  chaos.count(`alarms-unfed ${isDeleted ? "deleted" : "no data"}`);
  if (isDeleted) await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
  else
    await cloudWatch.send(new PutMetricAlarmCommand({ ...settings, AlarmName, TreatMissingData: "missing" }));
  await chaos.clock.sleep(spanMs(chaos, random.pick([90, 300, 900, 1800])));
  await cloudWatch.send(new PutMetricAlarmCommand({ ...settings, AlarmName }));
}
