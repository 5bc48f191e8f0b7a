import { ResumeProcessesCommand, SuspendProcessesCommand } from "@aws-sdk/client-auto-scaling";
import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { sicken } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { Side } from "../../../src/domain/run/rollout.ts";
import { settleFleet } from "../../../src/operator/settle-fleet.ts";
import type { Web } from "./harness.ts";

const OF_BLUE = { AutoScalingGroupName: "web", ScalingProcesses: ["ReplaceUnhealthy", "HealthCheck"] };

/** Blue's servers fail their checks from now on, and its group may not replace them. */
export async function blueFallsIll(web: Web): Promise<void> {
  const { world } = web.simulator;
  await web.person.autoScaling.send(new SuspendProcessesCommand(OF_BLUE));
  for (const id of world.state.groups.get("web")?.instances.keys() ?? []) sicken(world, id);
}

/** Blue's group may replace its servers again, and those that are ill are taken out. */
export async function blueIsMended(web: Web): Promise<void> {
  await web.person.autoScaling.send(new ResumeProcessesCommand(OF_BLUE));
  const InstanceIds = [...(web.simulator.world.state.groups.get("web")?.instances.keys() ?? [])];
  await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  await web.minutes(10);
}

/** A rollout whose blue falls ill while green has this share of the traffic, aborted, and given up an hour later. */
export async function needsPerson(web: Web, percent = 50): Promise<void> {
  await web.publish();
  await web.untilShifted(percent);
  await blueFallsIll(web);
  await web.abort();
  await web.settled();
}

/** Ada settles the fleet; answers what came of it. */
export const settling = (web: Web, keep: Side, id = `settle-${keep}-${web.states.length}`) =>
  settleFleet(
    { fleet: "web", keep, by: "ada", reason: "it serves" },
    {
      ledger: web.ledger,
      clock: web.simulator.clock,
      settle: async (fleet, { keep: settle, by, reason }) => {
        await web.engine.start("rollout", id, { fleet, settle, by, reason });
        return { id, settled: web.engine.settled(id).then(() => undefined) };
      },
    },
  );
