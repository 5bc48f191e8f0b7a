import { describe, expect, test } from "vitest";
import { receiversOf } from "../../../simulator/services/elbv2/balancing/rotation.ts";
import { sicken } from "../../../simulator/services/ec2/instances/instance-life.ts";
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
} from "../../support/simulator/elbv2/load-balanced.ts";

const SLOW_SECONDS = 100;

/** Two healthy servers in a group whose new targets start slowly, checked every 30 s from now on. */
async function slowGroup() {
  const account = await connectDirect();
  const { world } = account;
  const arn = await createTargetGroup(account, "blue");
  const listenerArn = await listen(account, { [arn]: 1 });
  const settings = { "slow_start.duration_seconds": String(SLOW_SECONDS) };
  await setAttributes(account, arn, { ...settings, "deregistration_delay.timeout_seconds": "0" });
  const servers = launchServers(world, 2);
  await register(account, arn, servers);
  pass(world, 30);
  /** How much of a full target's requests this one gets. */
  const fullness = (id: string): number => {
    const group = world.state.targetGroups.get(arn);
    const receivers = group ? receiversOf(world.state, group, world.now()) : [];
    const most = Math.max(...receivers.map(({ share }) => share));
    return (receivers.find(({ key }) => key === id)?.share ?? 0) / most;
  };
  return { account, arn, listenerArn, world, servers, fullness };
}

describe("Slow start (ALB/edit-target-group-attributes, aws-facts 1.4)", () => {
  test("gives a new target beside healthy ones a share that grows in a straight line", async () => {
    const { account, arn, world, fullness } = await slowGroup();
    const [id = ""] = launchServers(world, 1);
    await register(account, arn, [id]);
    pass(world, 30);
    expect(fullness(id)).toBeCloseTo(0.025);
    pass(world, 50);
    expect(fullness(id)).toBeCloseTo(0.525);
    pass(world, 49);
    expect(fullness(id)).toBeCloseTo(0.975);
    pass(world, 1);
    expect(fullness(id)).toBe(1);
  });

  test("is what requests meet: the errors of the new server come slowly", async () => {
    const { account, arn, world, listenerArn } = await slowGroup();
    const traffic = createTraffic(world);
    traffic.start({ listenerArn, requestsPerSecond: 1000 });
    await register(account, arn, launchServers(world, 1, { errorRate: 1 }));
    pass(world, 30);
    expect(traffic.report().errored).toBe(0);
    pass(world, SLOW_SECONDS);
    let due = 0;
    for (let part = 0.025; part < 1; part += 0.05) due += (5000 * part) / (2 + part);
    expect(traffic.report().errored).toBeCloseTo(due, -1);
    pass(world, 30);
    expect(traffic.report().errored).toBeCloseTo(due + 10_000, -1);
  });

  test("does not happen to a group that is filled in one go", async () => {
    const { fullness, servers } = await slowGroup();
    expect(servers.map(fullness)).toEqual([1, 1]);
  });

  test("leaves targets alone that are healthy when it is switched on, and ends when it is switched off", async () => {
    const { account, arn, world, servers, fullness } = await slowGroup();
    await setAttributes(account, arn, { "slow_start.duration_seconds": "0" });
    await setAttributes(account, arn, { "slow_start.duration_seconds": "900" });
    expect(servers.map(fullness)).toEqual([1, 1]);
    const [id = ""] = launchServers(world, 1);
    await register(account, arn, [id]);
    pass(world, 60);
    expect(fullness(id)).toBeLessThan(0.1);
    await setAttributes(account, arn, { "slow_start.duration_seconds": "0" });
    expect(fullness(id)).toBe(1);
  });

  test("begins anew for a target that is registered again, or that fell and came back", async () => {
    const { account, arn, world, servers, fullness } = await slowGroup();
    const [first = "", second = ""] = servers;
    await deregister(account, arn, [first]);
    pass(world, 1);
    await register(account, arn, [first]);
    pass(world, 31);
    expect(fullness(first)).toBeCloseTo(0.025);
    pass(world, SLOW_SECONDS);
    expect(fullness(first)).toBe(1);
    sicken(world, second);
    pass(world, 90);
    expect(fullness(second)).toBe(0);
    const instance = world.state.instances.get(second);
    if (instance) instance.sickAt = null;
    world.happened("ec2", "instance-healthy", second);
    while (fullness(second) === 0) pass(world, 1);
    expect(fullness(second)).toBeCloseTo(0.025);
  });
});
