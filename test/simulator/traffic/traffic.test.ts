import {
  DeregisterTargetsCommand,
  ModifyListenerCommand,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { sicken, terminateInstances } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { ServerScript } from "../../../simulator/services/ec2/state.ts";
import { createTraffic, type Traffic } from "../../../simulator/traffic/create-traffic.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  type Balanced,
  createTargetGroup,
  forward,
  launchServers,
  listen,
  pass,
  register,
  startServers,
} from "../../support/simulator/elbv2/load-balanced.ts";

interface Scene extends Balanced {
  readonly blue: string;
  readonly green: string;
  readonly listenerArn: string;
  readonly servers: readonly string[];
  readonly traffic: Traffic;
}

/** Blue with ten healthy servers behind a listener, green empty at weight 0, 100 requests a second. */
async function blueServes(
  options: { script?: Partial<ServerScript>; stickySeconds?: number } = {},
): Promise<Scene> {
  const account = await connectDirect();
  const [blue, green] = [await createTargetGroup(account, "blue"), await createTargetGroup(account, "green")];
  const listenerArn = await listen(account, { [blue]: 1, [green]: 0 }, options.stickySeconds);
  const servers = launchServers(account.world, 10, options.script);
  await register(account, blue, servers);
  pass(account.world, 30);
  const traffic = createTraffic(account.world);
  traffic.start({ listenerArn, requestsPerSecond: 100 });
  return { ...account, blue, green, listenerArn, servers, traffic };
}

/** Changes the weights, and waits until the change has reached every node. */
async function shift(scene: Scene, weights: Record<string, number>, stickySeconds?: number): Promise<void> {
  const DefaultActions = [forward(weights, stickySeconds)];
  await scene.run(
    scene.elb.send(new ModifyListenerCommand({ ListenerArn: scene.listenerArn, DefaultActions })),
  );
  pass(scene.world, 5);
}

async function deregister({ run, elb, blue }: Scene, ids: readonly string[], delay: number): Promise<void> {
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: String(delay) }];
  await run(elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: blue, Attributes })));
  const Targets = ids.map((Id) => ({ Id }));
  await run(elb.send(new DeregisterTargetsCommand({ TargetGroupArn: blue, Targets })));
}

describe("Traffic", () => {
  test("is all served while all targets are healthy, and every request is counted", async () => {
    const { traffic, world, blue } = await blueServes();
    pass(world, 3600.25);
    expect(traffic.report()).toEqual({
      sent: 360_025,
      served: 360_025,
      lost: 0,
      errored: 0,
      lostByReason: {},
      byTargetGroup: { [blue]: { served: 360_025, lost: 0, errored: 0 } },
    });
  });

  test("follows the weights, once the nodes know them", async () => {
    const scene = await blueServes();
    const { traffic, world, blue, green } = scene;
    await register(scene, green, launchServers(world, 1));
    pass(world, 30);
    await shift(scene, { [blue]: 90, [green]: 10 });
    expect(traffic.split()).toEqual([
      { targetGroupArn: blue, share: 0.9 },
      { targetGroupArn: green, share: 0.1 },
    ]);
    const before = traffic.report().byTargetGroup[green]?.served ?? 0;
    pass(world, 100);
    expect((traffic.report().byTargetGroup[green]?.served ?? 0) - before).toBe(1000);
    expect(traffic.report().lost).toBe(0);
  });

  test("is lost where a weighted target group is empty: there is no failover (aws-facts 1.4)", async () => {
    const scene = await blueServes();
    await shift(scene, { [scene.blue]: 3, [scene.green]: 1 });
    const before = scene.traffic.report().lost;
    pass(scene.world, 100);
    expect(scene.traffic.report().lost - before).toBe(2500);
    expect(Object.keys(scene.traffic.report().lostByReason)).toEqual(["no-targets"]);
  });

  test("is lost when every weight is 0", async () => {
    const scene = await blueServes();
    await shift(scene, { [scene.blue]: 0, [scene.green]: 0 });
    const before = scene.traffic.report().lost;
    pass(scene.world, 10);
    expect(scene.traffic.report().lost - before).toBe(1000);
  });

  test("to a server that was terminated is lost until it is found terminated", async () => {
    const { traffic, world, servers } = await blueServes();
    pass(world, 10);
    terminateInstances(world, servers.slice(0, 1), "Client.UserInitiatedShutdown");
    pass(world, 290);
    // A tenth of 100 requests a second: one second of them in hand, and those of the 5 seconds it shuts down.
    expect(traffic.report()).toMatchObject({
      sent: 30_000,
      served: 29_940,
      lostByReason: { "cut-off": 10, "not-serving": 50 },
    });
  });

  test("to a server that sickens is lost until two checks have failed", async () => {
    const { traffic, world, servers } = await blueServes();
    pass(world, 10);
    sicken(world, servers[0] ?? "");
    pass(world, 290);
    // Registered 40 s ago, checked every 30 s: the second failure comes after 50 s.
    expect(traffic.report().lostByReason).toEqual({ sick: 500 });
  });

  test("in hand when an undrained server goes is cut off: one second of its share", async () => {
    const { traffic, world, servers } = await blueServes();
    pass(world, 10);
    terminateInstances(world, servers.slice(0, 1), "Client.UserInitiatedShutdown");
    expect(traffic.report().lostByReason).toEqual({ "cut-off": 10 });
  });

  test("is not lost when servers are drained before they go", async () => {
    const scene = await blueServes();
    pass(scene.world, 10);
    await deregister(scene, scene.servers.slice(0, 5), 30);
    pass(scene.world, 30);
    terminateInstances(scene.world, scene.servers.slice(0, 5), "Client.UserInitiatedShutdown");
    pass(scene.world, 60);
    expect(scene.traffic.report()).toMatchObject({ sent: 10_000, served: 10_000, lost: 0 });
  });

  test("is cut off when the deregistration delay is shorter than a request", async () => {
    const scene = await blueServes();
    pass(scene.world, 10);
    await deregister(scene, scene.servers.slice(0, 5), 0);
    pass(scene.world, 1);
    expect(scene.traffic.report().lostByReason).toEqual({ "cut-off": 50 });
  });

  test("goes to all targets when none is healthy: it fails open (aws-facts 1.4)", async () => {
    const { traffic, world, servers } = await blueServes();
    for (const id of servers) sicken(world, id);
    pass(world, 120);
    const { lost, lostByReason, byTargetGroup } = traffic.report();
    expect(lost).toBe(12_000);
    expect(lostByReason).toEqual({ sick: 12_000 });
    expect(Object.keys(byTargetGroup)).toHaveLength(1);
  });

  test("to targets that never had a healthy one fails open too, and is lost until they serve", async () => {
    const scene = await blueServes();
    const { traffic, world, blue, green } = scene;
    await shift(scene, { [green]: 1, [blue]: 0 });
    const ids = startServers(world, 1, { bootSeconds: 10, healthySeconds: 0 });
    const before = traffic.report();
    await register(scene, green, ids);
    pass(world, 20);
    const { lostByReason, served } = traffic.report();
    expect(lostByReason["not-serving"]).toBe(1000);
    expect(served - before.served).toBe(1000);
  });

  test("that the service itself answers 5xx is errored, not lost", async () => {
    const { traffic, world } = await blueServes({ script: { errorRate: 0.02 } });
    pass(world, 100);
    expect(traffic.report()).toMatchObject({ sent: 10_000, errored: 200, served: 9800, lost: 0 });
  });

  test("of sticky clients stays on blue after the shift, less and less (aws-facts 1.4)", async () => {
    const scene = await blueServes({ stickySeconds: 100 });
    const { traffic, world, blue, green } = scene;
    await register(scene, green, launchServers(world, 10));
    pass(world, 30);
    const before = traffic.report().byTargetGroup[blue]?.served ?? 0;
    await shift(scene, { [blue]: 0, [green]: 1 }, 100);
    const share = (): number => traffic.split().find((each) => each.targetGroupArn === blue)?.share ?? 0;
    expect(share()).toBeGreaterThan(0.45);
    pass(world, 50);
    expect(share()).toBeGreaterThan(0.2);
    expect(share()).toBeLessThan(0.25);
    pass(world, 100);
    expect(share()).toBe(0);
    // Half of the requests at first, none after 100 s: a triangle of 2,500, and those sent until the nodes knew.
    const kept = (traffic.report().byTargetGroup[blue]?.served ?? 0) - before;
    expect(kept % 100).toBe(0);
    expect(kept).toBeGreaterThanOrEqual(2600);
    expect(kept).toBeLessThanOrEqual(3000);
    expect(traffic.report().lost).toBe(0);
  });

  test("ends when it is stopped, and leaves nothing scheduled after the minute", async () => {
    const { traffic, world } = await blueServes();
    pass(world, 10);
    traffic.stop();
    pass(world, 100);
    expect(traffic.report().sent).toBe(1000);
    expect(world.nextAt()).toBeUndefined();
  });

  test("through 1,000 targets that come up one after another is counted in little time", async () => {
    const scene = await blueServes();
    const { world, green, traffic } = scene;
    const started = performance.now();
    for (let batch = 0; batch < 99; batch++) {
      await register(scene, green, startServers(world, 10, { bootSeconds: batch, healthySeconds: 1 }));
      pass(world, 1);
    }
    pass(world, 600);
    expect(traffic.report().lost).toBe(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
