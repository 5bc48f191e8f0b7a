import {
  DescribeTargetHealthCommand,
  ModifyTargetGroupCommand,
  type ModifyTargetGroupCommandInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { sicken } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { ServerScript } from "../../../simulator/services/ec2/state.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  createTargetGroup,
  listen,
  pass,
  register,
  setAttributes,
  startServers,
  targetStates,
} from "../../support/simulator/elbv2/load-balanced.ts";

const UP: Partial<ServerScript> = { bootSeconds: 0, healthySeconds: 0 };

/** One target behind a listener, checked every 30 s from now on. */
async function oneTarget(script: Partial<ServerScript>, type?: "network") {
  const account = await connectDirect(type);
  const arn = await createTargetGroup(account, "blue");
  await listen(account, { [arn]: 1 });
  const [id = ""] = startServers(account.world, 1, script);
  await register(account, arn, [id]);
  const { run, elb, world } = account;
  return {
    account,
    arn,
    id,
    world,
    state: async () => (await targetStates(account, arn))[0],
    description: async () => {
      const health = await run(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })));
      return health.TargetHealthDescriptions?.[0]?.TargetHealth?.Description;
    },
    modify: (change: Omit<ModifyTargetGroupCommandInput, "TargetGroupArn">) =>
      run(elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: arn, ...change }))),
  };
}

const MISMATCH = "unhealthy Target.ResponseCodeMismatch";

describe("The reason of an unhealthy target", () => {
  test("follows the checks: nothing answers, then nothing listens, then the service says 5xx (ELB/TargetHealth)", async () => {
    const { world, state, description } = await oneTarget({
      bootSeconds: 65,
      healthySeconds: 40,
      httpStatus: 500,
    });
    pass(world, 60);
    expect(await state()).toBe("unhealthy Target.Timeout");
    // Up from 65 s on, and its service from 105 s on: checks at 90 and at 120 s find it out.
    pass(world, 29);
    expect(await state()).toBe("unhealthy Target.Timeout");
    pass(world, 1);
    expect(await state()).toBe("unhealthy Target.FailedHealthChecks");
    pass(world, 29);
    expect(await state()).toBe("unhealthy Target.FailedHealthChecks");
    pass(world, 1);
    expect(await state()).toBe(MISMATCH);
    expect(await description()).toBe("Health checks failed with these codes: [500]");
  });

  test("is a timeout where the service takes longer than the check waits", async () => {
    const { world, state, modify } = await oneTarget({ ...UP, responseSeconds: 8 });
    pass(world, 60);
    expect(await state()).toBe("unhealthy Target.Timeout");
    await modify({ HealthCheckTimeoutSeconds: 9 });
    pass(world, 30);
    expect(await state()).toBe("healthy");
  });

  test("of a server that is stopped meanwhile is not told any more", async () => {
    const { world, state, id } = await oneTarget({ bootSeconds: 65, healthySeconds: 0, httpStatus: 500 });
    pass(world, 66);
    const instance = world.state.instances.get(id);
    if (instance) instance.state = "stopped";
    world.happened("ec2", "instance-stopped", id);
    pass(world, 60);
    expect(await state()).toBe("unused Target.InvalidState");
  });
});

describe("Changed health check settings", () => {
  test("a new path is asked at the next checks, and a target that answers it wrong falls by the threshold", async () => {
    const { world, state, modify } = await oneTarget({
      ...UP,
      httpStatusOf: [{ path: "/deep", status: 500 }],
    });
    pass(world, 31);
    expect(await state()).toBe("healthy");
    await modify({ HealthCheckPath: "/deep" });
    pass(world, 58);
    expect(await state()).toBe("healthy");
    pass(world, 1);
    expect(await state()).toBe(MISMATCH);
  });

  test("a matcher that takes the answer brings a target that was healthy back after as many passes as it needs", async () => {
    const { world, state, modify, id } = await oneTarget(UP);
    pass(world, 31);
    sicken(world, id);
    pass(world, 60);
    expect(await state()).toBe(MISMATCH);
    await modify({ Matcher: { HttpCode: "200,300-499" }, HealthyThresholdCount: 2 });
    pass(world, 60);
    expect(await state()).toBe(MISMATCH);
    const instance = world.state.instances.get(id);
    if (instance) instance.sickAt = null;
    await modify({ HealthyThresholdCount: 2 });
    pass(world, 30);
    expect(await state()).toBe(MISMATCH);
    pass(world, 30);
    expect(await state()).toBe("healthy");
  });

  test("a lower threshold counts the checks that were made, and the next one says it", async () => {
    const { world, state, modify, id } = await oneTarget(UP);
    await modify({ UnhealthyThresholdCount: 5 });
    pass(world, 31);
    sicken(world, id);
    // Three have failed, at 60, 90 and 120 s.
    pass(world, 90);
    expect(await state()).toBe("healthy");
    await modify({ UnhealthyThresholdCount: 2 });
    expect(await state()).toBe("healthy");
    pass(world, 29);
    expect(await state()).toBe(MISMATCH);
  });

  test("a shorter interval counts from the change on, and goes on with the count", async () => {
    const { world, state, modify, id } = await oneTarget(UP);
    pass(world, 31);
    sicken(world, id);
    pass(world, 31);
    // One has failed, at 60 s; the next is at 72 s.
    await modify({ HealthCheckIntervalSeconds: 10 });
    pass(world, 9);
    expect(await state()).toBe("healthy");
    pass(world, 1);
    expect(await state()).toBe(MISMATCH);
  });

  test("the same settings again change nothing, not even when the next check is", async () => {
    const { world, state, modify, id } = await oneTarget(UP);
    pass(world, 31);
    sicken(world, id);
    pass(world, 10);
    await modify({ HealthCheckIntervalSeconds: 30, HealthCheckPath: "/" });
    pass(world, 48);
    expect(await state()).toBe("healthy");
    pass(world, 1);
    expect(await state()).toBe(MISMATCH);
  });

  test("another port to check finds what does not listen there", async () => {
    const { world, state, modify } = await oneTarget({ ...UP, closedPorts: [9000] });
    pass(world, 31);
    await modify({ HealthCheckPort: "9000" });
    pass(world, 60);
    expect(await state()).toBe("unhealthy Target.FailedHealthChecks");
  });
});

describe("Health check settings that cannot be", () => {
  test("are refused (ELB/ModifyTargetGroup)", async () => {
    const { modify } = await oneTarget(UP);
    for (const wrong of [
      { HealthCheckProtocol: "TCP" as const },
      { HealthCheckPort: "0" },
      { HealthCheckPort: "http" },
      { Matcher: { HttpCode: "500" } },
      { Matcher: { HttpCode: "200-" } },
      { Matcher: { GrpcCode: "0" } },
      { HealthCheckTimeoutSeconds: 30 },
    ])
      await expect(modify(wrong)).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("of TCP checks are a path and codes; those of a Network Load Balancer may be 5xx", async () => {
    const { modify } = await oneTarget(UP, "network");
    await modify({ Matcher: { HttpCode: "200-599" } });
    await modify({ HealthCheckProtocol: "TCP" });
    await expect(modify({ HealthCheckPath: "/" })).rejects.toMatchObject({ name: "ValidationError" });
    const { TargetGroups } = await modify({ HealthCheckProtocol: "HTTP" });
    expect(TargetGroups?.[0]).toMatchObject({ HealthCheckPath: "/", Matcher: { HttpCode: "200-399" } });
  });
});

describe("A target of a Network Load Balancer that falls", () => {
  test("is unhealthy.draining for the draining interval, where its connections are left alone (ELB/TargetGroupAttribute)", async () => {
    const { account, arn, world, state, id } = await oneTarget(UP, "network");
    await setAttributes(account, arn, {
      "target_health_state.unhealthy.connection_termination.enabled": "false",
      "target_health_state.unhealthy.draining_interval_seconds": "100",
    });
    pass(world, 151);
    sicken(world, id);
    pass(world, 60);
    expect(await state()).toBe("unhealthy.draining Target.ResponseCodeMismatch");
    pass(world, 98);
    expect(await state()).toBe("unhealthy.draining Target.ResponseCodeMismatch");
    pass(world, 1);
    expect(await state()).toBe(MISMATCH);
  });
});
