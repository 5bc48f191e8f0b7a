import { ModifyTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { sicken, terminateInstances } from "../../../simulator/services/ec2/instances/instance-life.ts";
import { createTraffic } from "../../../simulator/traffic/create-traffic.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  createTargetGroup,
  deregister,
  launchServers,
  listen,
  pass,
  register,
  setAttributes,
  targetStates,
} from "../../support/simulator/elbv2/load-balanced.ts";

const KEPT = "target_health_state.unhealthy.connection_termination.enabled";
const ENDED = "deregistration_delay.connection_termination.enabled";

/** Two healthy servers of one zone behind a load balancer, checked every 10 s, 100 requests a second. */
async function flows(
  type: "network" | "application",
  options: { requestSeconds?: number; attributes?: Record<string, string> } = {},
) {
  const account = await connectDirect(type);
  const { world } = account;
  const settings = { HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5 };
  const arn = await createTargetGroup(account, "flows", settings);
  const listenerArn = await listen(account, { [arn]: 1 });
  const delay = { "deregistration_delay.timeout_seconds": "0" };
  await setAttributes(account, arn, { ...delay, ...options.attributes });
  const servers = launchServers(world, 2);
  await register(account, arn, servers);
  // Out of DNS is zone b, which is empty.
  pass(world, 210);
  const traffic = createTraffic(world);
  const { requestSeconds = 0 } = options;
  traffic.start({ listenerArn, requestsPerSecond: 100, requestSeconds });
  return { account, arn, world, servers, traffic };
}

describe("New flows of a Network Load Balancer (aws-facts 8.7)", () => {
  test("reach a deregistered target for two minutes, though it is gone from the group", async () => {
    const { account, arn, world, servers, traffic } = await flows("network");
    const [first = ""] = servers;
    await deregister(account, arn, [first]);
    pass(world, 1);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
    terminateInstances(world, [first], "Client.UserInitiatedShutdown");
    pass(world, 200);
    expect(traffic.report().lostByReason).toEqual({ "not-serving": 119 * 50 });
  });

  test("are served by it while it runs: who drains for two minutes loses none", async () => {
    const { account, arn, world, servers, traffic } = await flows("network");
    await deregister(account, arn, servers.slice(0, 1));
    pass(world, 120);
    terminateInstances(world, servers.slice(0, 1), "Client.UserInitiatedShutdown");
    pass(world, 60);
    expect(traffic.report()).toMatchObject({ sent: 18_000, lost: 0 });
  });

  test("reach a target that fell for 35 seconds more", async () => {
    const { world, servers, traffic } = await flows("network");
    pass(world, 1);
    sicken(world, servers[0] ?? "");
    // Checks fail 9 s later and after 19 s.
    pass(world, 200);
    expect(traffic.report().lostByReason).toEqual({ sick: (19 + 35) * 50 });
  });

  test("go to it as before when it is registered again", async () => {
    const { account, arn, world, servers, traffic } = await flows("network");
    await deregister(account, arn, servers.slice(0, 1));
    pass(world, 10);
    await register(account, arn, servers.slice(0, 1));
    pass(world, 300);
    expect(traffic.report()).toMatchObject({ sent: 31_000, lost: 0 });
    expect(await targetStates(account, arn)).toEqual(["healthy", "healthy"]);
  });

  test("do not lag on an Application Load Balancer", async () => {
    const { account, arn, world, servers, traffic } = await flows("application");
    await deregister(account, arn, servers.slice(0, 1));
    pass(world, 1);
    terminateInstances(world, servers.slice(0, 1), "Client.UserInitiatedShutdown");
    pass(world, 200);
    expect(traffic.report().lost).toBe(0);
  });
});

describe("Flows of a Network Load Balancer that are open already", () => {
  test("go on after the deregistration delay, unless they are to be ended (ELB/TargetGroupAttribute)", async () => {
    for (const [ended, lost] of [
      ["false", 0],
      ["true", 10 * 50],
    ] as const) {
      const { account, arn, world, servers, traffic } = await flows("network", {
        requestSeconds: 10,
        attributes: { [ENDED]: ended },
      });
      pass(world, 20);
      await deregister(account, arn, servers.slice(0, 1));
      pass(world, 1);
      expect(traffic.report().lost).toBe(lost);
    }
  });

  test("are reset when their target falls, unless they are to be kept", async () => {
    for (const [ends, lost] of [
      ["true", 2 * 10 * 50],
      ["false", 0],
    ] as const) {
      const { account, arn, world, traffic } = await flows("network", {
        requestSeconds: 10,
        attributes: { [KEPT]: ends },
      });
      pass(world, 20);
      // Both answer 200, which is none of these codes.
      const { run, elb } = account;
      const Matcher = { HttpCode: "204" };
      await run(elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: arn, Matcher })));
      pass(world, 20);
      expect(traffic.report().lost).toBe(lost);
    }
  });
});
