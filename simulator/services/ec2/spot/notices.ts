import type { World } from "../../../world/world.ts";
import { stop, terminateInstances } from "../instances/instance-life.ts";
import type { InstanceRecord } from "../state.ts";

/** From the interruption notice until the server is taken (aws-facts 8.3). */
const NOTICE_SECONDS = 120;

/**
 * EC2 says of a running Spot server that it is at risk, as an act of the world: an event on the bus, in its documented
 * form (aws-facts 8.3). Nothing else may follow. Throws for a server that is not Spot or does not run.
 */
export function recommendRebalance(world: World, id: string): void {
  runningSpot(world, id);
  world.emit({
    "detail-type": "EC2 Instance Rebalance Recommendation",
    source: "aws.ec2",
    resources: [world.arn("ec2", `instance/${id}`)],
    detail: { "instance-id": id },
  });
  world.happened("ec2", "rebalance-recommended", id);
}

/**
 * EC2 takes a running Spot server back: an event on the bus, and two minutes later it is terminated or stopped
 * (aws-facts 8.3; the notice's resource is in its documented form, without an account). Hibernation, which has no
 * notice, is not simulated. Throws for a server that is not Spot or does not run.
 */
export function interruptSpot(world: World, id: string, action: "terminate" | "stop" = "terminate"): void {
  const { zone } = runningSpot(world, id);
  world.emit({
    "detail-type": "EC2 Spot Instance Interruption Warning",
    source: "aws.ec2",
    resources: [`arn:${world.partition}:ec2:${zone}:instance/${id}`],
    detail: { "instance-id": id, "instance-action": action },
  });
  world.happened("ec2", "spot-interruption", id, { action });
  world.after(NOTICE_SECONDS, () => {
    const instance = world.state.instances.get(id);
    if (action === "terminate")
      terminateInstances(world, [id], "Server.SpotInstanceTermination: Spot interruption");
    else if (instance) stop(world, instance);
  });
}

function runningSpot(world: World, id: string): InstanceRecord {
  const instance = world.state.instances.get(id);
  if (instance?.spot !== true || instance.state !== "running") {
    throw new RangeError(`${id} is no running Spot instance: launch one by InstanceMarketOptions`);
  }
  return instance;
}
