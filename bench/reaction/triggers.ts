import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { Rehearsal } from "../../rehearsal/rehearsal.ts";
import { sicken, terminateInstances } from "../../simulator/services/ec2/instances/launch.ts";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { ALARM, type Case } from "./cases.ts";

const CALLER = { name: "platform-team" };

/** An alarm without data keeps the state that somebody set. */
export async function createAlarm(rehearsal: Rehearsal): Promise<void> {
  await rehearsal.simulator.open(CloudWatchClient, CALLER).send(
    new PutMetricAlarmCommand({
      AlarmName: ALARM,
      Namespace: "bench",
      MetricName: "sad",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "ignore",
    }),
  );
  await setAlarm(rehearsal, "OK");
}

const setAlarm = ({ simulator }: Rehearsal, StateValue: "OK" | "ALARM") =>
  simulator
    .open(CloudWatchClient, CALLER)
    .send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: "users are sad" }));

/** Lets it happen. Answers what goes on happening, to be called each second. */
export async function pull(
  { trigger, strategy }: Pick<Case, "trigger" | "strategy">,
  rehearsal: Rehearsal,
): Promise<() => void> {
  const nothing = (): void => undefined;
  if (trigger === "alarm") {
    await setAlarm(rehearsal, "ALARM");
    return nothing;
  }
  if (trigger === "abort") {
    const { ledger, simulator } = rehearsal;
    const asked = { act: "abort" as const, fleet: "bench", by: "ada", reason: "it looks wrong" };
    await steerRollout(asked, { ledger, clock: simulator.clock });
    return nothing;
  }
  // Every server of green, and those that come in their place.
  return () => endServers(strategy, rehearsal);
}

function endServers(strategy: Case["strategy"], { simulator: { world } }: Rehearsal): void {
  const { groups } = world.state;
  const green = [...groups.values()].filter(({ name }) => name.startsWith("bench-g"));
  const serving = green.flatMap(({ instances }) =>
    [...instances.values()].filter(({ lifecycleState }) => lifecycleState === "InService"),
  );
  for (const { id } of serving)
    if (strategy === "pull") terminateInstances(world, [id], "Server.InternalError: gone");
    else sicken(world, id);
}
