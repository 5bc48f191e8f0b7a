import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
  TargetHealth,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { invalid, required, targetGroupOf } from "../faults.ts";
import type { TargetGroupRecord, TargetRecord } from "../state.ts";
import { checkedPort } from "../serving.ts";
import { targetKey } from "./target-keys.ts";
import { checkRoomFor } from "./target-quota.ts";
import { registerTargets as putIn, deregisterTargets as takeOut } from "./targets.ts";

export const registerTargets: Operation<RegisterTargetsInput, RegisterTargetsOutput> = {
  kind: "write",
  accepts: ["TargetGroupArn", "Targets"],
  handle(input, { world }) {
    const group = targetGroupOf(world.state, input.TargetGroupArn);
    const targets = required(input.Targets, "Targets").map(readTarget);
    refuseNotRunning(
      world.state,
      targets.map((target) => target.id),
    );
    checkRoomFor(
      world.state,
      group,
      targets.map(({ id, port }) => targetKey(group, id, port)),
    );
    for (const { id, port } of targets) putIn(world, group.arn, [id], port);
    return {};
  },
};

export const deregisterTargets: Operation<DeregisterTargetsInput, DeregisterTargetsOutput> = {
  kind: "write",
  accepts: ["TargetGroupArn", "Targets"],
  handle(input, { world }) {
    const group = targetGroupOf(world.state, input.TargetGroupArn);
    for (const { id, port } of required(input.Targets, "Targets").map(readTarget))
      takeOut(world, group.arn, [id], port);
    return {};
  },
};

export const describeTargetHealth: Operation<DescribeTargetHealthInput, DescribeTargetHealthOutput> = {
  kind: "read",
  accepts: ["TargetGroupArn", "Targets"],
  handle(input, { state, now }) {
    const group = targetGroupOf(state, input.TargetGroupArn);
    if (input.Targets === undefined)
      return {
        TargetHealthDescriptions: [...group.targets.values()].map((each) => describe(group, each, now)),
      };
    return {
      TargetHealthDescriptions: input.Targets.map(readTarget).map(({ id, port }) => {
        const known = group.targets.get(targetKey(group, id, port));
        return known ? describe(group, known, now) : notRegistered(group, id, port);
      }),
    };
  },
};

/** Targets are instances here, and for those a zone or a QUIC server's id is "not supported" (ELB/TargetDescription). */
function readTarget({ Id, Port, AvailabilityZone, QuicServerId }: TargetDescription): {
  readonly id: string;
  readonly port: number | undefined;
} {
  if (AvailabilityZone !== undefined)
    throw invalid("You cannot specify an Availability Zone for targets of type 'instance'");
  if (QuicServerId !== undefined) throw invalid("A QUIC server ID is for QUIC target groups only");
  if (Port !== undefined && (Port < 1 || Port > 65_535))
    throw invalid(`Target port '${Port}' must be between 1 and 65535`);
  return { id: required(Id, "Id"), port: Port };
}

/** An instance must be running when it is registered (ELB/RegisterTargets). */
function refuseNotRunning(state: WorldState, ids: readonly string[]): void {
  const wrong = ids.filter((id) => state.instances.get(id)?.state !== "running");
  if (wrong.length > 0)
    throw new ServiceFault(
      "InvalidTarget",
      `The following targets are not in a running state and cannot be registered: '${wrong.join(", ")}'`,
    );
}

function describe(group: TargetGroupRecord, target: TargetRecord, now: number): TargetHealthDescription {
  return {
    Target: { Id: target.id, Port: target.port },
    HealthCheckPort: String(checkedPort(group, target)),
    TargetHealth: health(target, now),
  };
}

function health(target: TargetRecord, now: number): TargetHealth {
  if (target.state === "initial" && now < (target.checkedFrom ?? now))
    return {
      State: "initial",
      Reason: "Elb.RegistrationInProgress",
      Description: "Target registration is in progress",
    };
  return {
    State: target.state,
    ...(target.reason !== null && { Reason: target.reason as NonNullable<TargetHealth["Reason"]> }),
    ...(target.description !== null && { Description: target.description }),
  };
}

const notRegistered = (
  group: TargetGroupRecord,
  id: string,
  port: number | undefined,
): TargetHealthDescription => ({
  Target: { Id: id, Port: port ?? group.port },
  TargetHealth: {
    State: "unused",
    Reason: "Target.NotRegistered",
    Description: "Target is not registered to the target group",
  },
});
