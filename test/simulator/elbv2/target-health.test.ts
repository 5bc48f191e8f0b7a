import {
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { sicken, terminateInstances } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { World } from "../../../simulator/world/world.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  connectBalanced,
  createTargetGroup,
  deregister,
  forward,
  launchServers,
  listen,
  pass,
  register,
  setAttributes,
  startServers,
  targetStates,
} from "../../support/simulator/elbv2/load-balanced.ts";

bothWays("Target health", (connect) => {
  test("a target is unused until a rule names its group; weight 0 is enough (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const [blue, green] = [
      await createTargetGroup(account, "blue"),
      await createTargetGroup(account, "green"),
    ];
    const listener = await listen(account, { [blue]: 1 });
    await register(account, green, launchServers(account.world, 1));
    pass(account.world, 300);
    expect(await targetStates(account, green)).toEqual(["unused Target.NotInUse"]);
    const DefaultActions = [forward({ [blue]: 1, [green]: 0 })];
    await account.run(account.elb.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions })));
    expect(await targetStates(account, green)).toEqual(["initial Elb.InitialHealthChecking"]);
    pass(account.world, 30);
    expect(await targetStates(account, green)).toEqual(["healthy"]);
  });

  test("a new ALB target is healthy after one passed check (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue", {
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 5,
    });
    await listen(account, { [arn]: 1 });
    await register(account, arn, launchServers(account.world, 1));
    pass(account.world, 9);
    expect(await targetStates(account, arn)).toEqual(["initial Elb.InitialHealthChecking"]);
    pass(account.world, 1);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
  });

  test("a deregistered target shows draining for the whole delay, though idle, then is gone (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    await listen(account, { [arn]: 1 });
    const [id = ""] = launchServers(account.world, 1);
    await register(account, arn, [id]);
    pass(account.world, 30);
    await setAttributes(account, arn, { "deregistration_delay.timeout_seconds": "120" });
    await deregister(account, arn, [id]);
    pass(account.world, 119);
    expect(await targetStates(account, arn)).toEqual(["draining Target.DeregistrationInProgress"]);
    pass(account.world, 1);
    expect(await targetStates(account, arn)).toEqual([]);
  });

  test("deregistering an unknown target succeeds (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    await expect(deregister(account, arn, ["i-00000000000000000"])).resolves.toBeUndefined();
  });

  test("a target that nothing sends to is gone at once when deregistered", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    const [id = ""] = launchServers(account.world, 1);
    await register(account, arn, [id]);
    await deregister(account, arn, [id]);
    expect(await targetStates(account, arn)).toEqual([]);
  });

  test("a target asked for by id that is not registered is unused, Target.NotRegistered", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    const command = new DescribeTargetHealthCommand({ TargetGroupArn: arn, Targets: [{ Id: "i-1" }] });
    const { TargetHealthDescriptions } = await account.run(account.elb.send(command));
    expect(TargetHealthDescriptions?.[0]?.TargetHealth?.Reason).toBe("Target.NotRegistered");
  });
});

/** One target behind a listener, on a world that no wire is needed for. */
async function oneTarget(script: Parameters<typeof startServers>[2], settings = {}) {
  const account = await connectDirect();
  const arn = await createTargetGroup(account, "blue", settings);
  await listen(account, { [arn]: 1 });
  const [id = ""] = startServers(account.world, 1, script);
  await register(account, arn, [id]);
  return { account, arn, id, world: account.world };
}

/** Ends the sickness of a server, as a restart of its service would. */
function recover(world: World, id: string): void {
  const instance = world.state.instances.get(id);
  if (instance) instance.sickAt = null;
  world.happened("ec2", "instance-healthy", id);
}

describe("Health checks over time", () => {
  test("a target that boots too long is unhealthy after 2 failures, and healthy after its first pass", async () => {
    const { account, arn, world } = await oneTarget({ bootSeconds: 65, healthySeconds: 0 });
    pass(world, 59);
    expect(await targetStates(account, arn)).toEqual(["initial Elb.InitialHealthChecking"]);
    pass(world, 1);
    expect(await targetStates(account, arn)).toEqual(["unhealthy Target.Timeout"]);
    pass(world, 29);
    expect(await targetStates(account, arn)).toEqual(["unhealthy Target.Timeout"]);
    pass(world, 1);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
  });

  test("a target that was healthy and fell needs 5 passes in a row to come back", async () => {
    const { account, arn, id, world } = await oneTarget({ bootSeconds: 0, healthySeconds: 0 });
    pass(world, 31);
    sicken(world, id);
    pass(world, 60);
    expect(await targetStates(account, arn)).toEqual(["unhealthy Target.ResponseCodeMismatch"]);
    // Well again at 91 s: checks pass at 120, 150, 180, 210 and 240 s.
    recover(world, id);
    pass(world, 148);
    expect(await targetStates(account, arn)).toEqual(["unhealthy Target.ResponseCodeMismatch"]);
    pass(world, 1);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
  });

  test("a target that sickens is unhealthy after its second failed check, with the code it answers", async () => {
    const { account, arn, id, world } = await oneTarget({ bootSeconds: 0, healthySeconds: 0 });
    pass(world, 31);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
    sicken(world, id);
    pass(world, 58);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
    pass(world, 1);
    expect(await targetStates(account, arn)).toEqual(["unhealthy Target.ResponseCodeMismatch"]);
  });

  test("a status that the matcher does not name fails the check", async () => {
    const script = { bootSeconds: 0, healthySeconds: 0, httpStatus: 404 };
    const strict = await oneTarget(script);
    const lenient = await oneTarget(script, { Matcher: { HttpCode: "200-299,404" } });
    pass(strict.world, 60);
    pass(lenient.world, 60);
    expect(await targetStates(strict.account, strict.arn)).toEqual(["unhealthy Target.ResponseCodeMismatch"]);
    expect(await targetStates(lenient.account, lenient.arn)).toEqual(["healthy"]);
  });

  test("a terminated target is unused, Target.InvalidState", async () => {
    const { account, arn, id, world } = await oneTarget({ bootSeconds: 0, healthySeconds: 0 });
    pass(world, 30);
    terminateInstances(world, [id], "Client.UserInitiatedShutdown");
    pass(world, 10);
    expect(await targetStates(account, arn)).toEqual(["unused Target.InvalidState"]);
  });

  test("a target that is registered again while it drains starts anew, and is not removed when the old delay ends", async () => {
    const { account, arn, id, world } = await oneTarget({ bootSeconds: 0, healthySeconds: 0 });
    pass(world, 30);
    await deregister(account, arn, [id]);
    pass(world, 100);
    await register(account, arn, [id]);
    expect(await targetStates(account, arn)).toEqual(["initial Elb.InitialHealthChecking"]);
    pass(world, 250);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
  });

  test("a Network Load Balancer takes longer to register a target (aws-facts 1.4)", async () => {
    const account = await connectDirect("network");
    const arn = await createTargetGroup(account, "flows", { HealthCheckIntervalSeconds: 15 });
    await listen(account, { [arn]: 1 });
    await register(account, arn, launchServers(account.world, 1));
    expect(await targetStates(account, arn)).toEqual(["initial Elb.RegistrationInProgress"]);
    pass(account.world, 134);
    expect(await targetStates(account, arn)).toEqual(["initial Elb.InitialHealthChecking"]);
    pass(account.world, 1);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
  });
});
