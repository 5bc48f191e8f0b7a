import {
  DescribeLoadBalancersCommand,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { SUBNET_B } from "../../../simulator/services/ec2/furnish.ts";
import { sicken } from "../../../simulator/services/ec2/instances/instance-life.ts";
import { receiversOf } from "../../../simulator/services/elbv2/balancing/rotation.ts";
import { answerHttp } from "../../../simulator/traffic/answer-http.ts";
import { createTraffic } from "../../../simulator/traffic/create-traffic.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  type Balanced,
  createTargetGroup,
  launchServers,
  listen,
  pass,
  register,
  setAttributes,
} from "../../support/simulator/elbv2/load-balanced.ts";

const CROSS_ZONE = "load_balancing.cross_zone.enabled";

/** A load balancer in two zones: so many healthy servers in the first, so many in the second, checked every 10 s. */
async function twoZones(
  type: "network" | "application",
  [inA, inB]: readonly [number, number],
  attributes: Record<string, string> = {},
) {
  const account = await connectDirect(type);
  const { world } = account;
  const settings = { HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5 };
  const arn = await createTargetGroup(account, "web", settings);
  const listenerArn = await listen(account, { [arn]: 1 });
  await setAttributes(account, arn, attributes);
  const a = launchServers(world, inA);
  const b = launchServers(world, inB, {}, SUBNET_B);
  await register(account, arn, [...a, ...b]);
  // Healthy by 130 s, and known to the clients 60 s later.
  pass(world, 210);
  const traffic = createTraffic(world);
  traffic.start({ listenerArn, requestsPerSecond: 100 });
  return { account, arn, world, a, b, traffic };
}

/** The share of the requests of each target, in hundredths. */
function percents({ world }: Balanced, arn: string): Record<string, number> {
  const group = world.state.targetGroups.get(arn);
  const receivers = group ? receiversOf(world.state, group, world.now()) : [];
  return Object.fromEntries(receivers.map(({ key, share }) => [key, Math.round(share * 1000) / 10]));
}

const each = (ids: readonly string[], percent: number) => Object.fromEntries(ids.map((id) => [id, percent]));

async function setCrossZone({ run, elb, loadBalancerArn }: Balanced, Value: string): Promise<void> {
  const Attributes = [{ Key: CROSS_ZONE, Value }];
  await run(
    elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn, Attributes })),
  );
}

describe("Cross-zone load balancing (ELB/LoadBalancerAttribute, aws-facts 8.7)", () => {
  test("is off on a Network Load Balancer: each zone gets half, however many servers it has", async () => {
    const { account, arn, a, b } = await twoZones("network", [4, 1]);
    expect(percents(account, arn)).toEqual({ ...each(a, 12.5), ...each(b, 50) });
  });

  test("is switched on for the balancer, or for one group of it", async () => {
    const { account, arn, a, b } = await twoZones("network", [4, 1]);
    await setCrossZone(account, "true");
    expect(percents(account, arn)).toEqual({ ...each(a, 20), ...each(b, 20) });
    await setAttributes(account, arn, { [CROSS_ZONE]: "false" });
    expect(percents(account, arn)).toEqual({ ...each(a, 12.5), ...each(b, 50) });
    await setCrossZone(account, "false");
    await setAttributes(account, arn, { [CROSS_ZONE]: "true" });
    expect(percents(account, arn)).toEqual({ ...each(a, 20), ...each(b, 20) });
  });

  test("is on on an Application Load Balancer, unless the group switches it off", async () => {
    const { account, arn, a, b } = await twoZones("application", [3, 1]);
    expect(percents(account, arn)).toEqual({ ...each(a, 25), ...each(b, 25) });
    await setAttributes(account, arn, { [CROSS_ZONE]: "false" });
    expect(percents(account, arn)).toEqual({ ...each(a, 16.7), ...each(b, 50) });
  });
});

describe("A zone without servers (aws-facts 8.7)", () => {
  test("is left out of DNS by a Network Load Balancer, since no target there is healthy", async () => {
    const { account, arn, a, traffic, world } = await twoZones("network", [2, 0]);
    expect(percents(account, arn)).toEqual(each(a, 50));
    pass(world, 100);
    expect(traffic.report()).toMatchObject({ sent: 10_000, lost: 0 });
  });

  test("answers 503 to each request that enters there, on an Application Load Balancer with cross-zone off", async () => {
    const { traffic, world } = await twoZones("application", [2, 0], { [CROSS_ZONE]: "false" });
    pass(world, 300);
    expect(traffic.report()).toMatchObject({ sent: 30_000, lostByReason: { "no-targets": 15_000 } });
  });

  test("is no trouble with cross-zone on", async () => {
    const { traffic, world } = await twoZones("application", [2, 0]);
    pass(world, 300);
    expect(traffic.report()).toMatchObject({ sent: 30_000, lost: 0 });
  });
});

describe("A zone whose servers fall (ELB/TargetGroupAttribute)", () => {
  test("loses its requests until the clients' addresses have run out, and gets its own back as late", async () => {
    const { traffic, world, b } = await twoZones("network", [1, 1]);
    const [id = ""] = b;
    pass(world, 1);
    sicken(world, id);
    pass(world, 300);
    // Checks fail 9 s later and after 19 s, and clients know 60 s after that.
    expect(traffic.report().lostByReason).toEqual({ sick: (19 + 60) * 50 });
    const before = traffic.report().lost;
    const instance = world.state.instances.get(id);
    if (instance) instance.sickAt = null;
    world.happened("ec2", "instance-healthy", id);
    pass(world, 300);
    expect(traffic.report().lost).toBe(before);
  });

  test("stays in DNS where all zones are ill", async () => {
    const { account, arn, world, a, b } = await twoZones("network", [1, 1]);
    for (const id of [...a, ...b]) sicken(world, id);
    pass(world, 300);
    expect(percents(account, arn)).toEqual({ ...each(a, 50), ...each(b, 50) });
  });

  test("goes out of DNS earlier where the group asks for more healthy targets", async () => {
    const { account, arn, world, a, b } = await twoZones("network", [2, 2], {
      "target_group_health.dns_failover.minimum_healthy_targets.count": "2",
    });
    sicken(world, b[0] ?? "");
    pass(world, 300);
    expect(percents(account, arn)).toEqual(each(a, 50));
  });
});

describe("Too few healthy targets", () => {
  test("let the ill ones get requests, too, where the group asks for more (unhealthy_state_routing)", async () => {
    const { account, arn, world, a } = await twoZones("application", [4, 0], {
      "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "60",
    });
    sicken(world, a[0] ?? "");
    pass(world, 30);
    expect(percents(account, arn)).toEqual(each(a.slice(1), 33.3));
    sicken(world, a[1] ?? "");
    pass(world, 30);
    expect(percents(account, arn)).toEqual(each(a, 25));
  });
});

describe("A zone's own name in DNS", () => {
  test("leads to the servers of that zone alone, on a Network Load Balancer", async () => {
    const { account, b, world } = await twoZones("network", [3, 1]);
    const { LoadBalancers } = await account.run(account.elb.send(new DescribeLoadBalancersCommand({})));
    const [{ DNSName = "", AvailabilityZones = [] } = {}] = LoadBalancers ?? [];
    const zone = AvailabilityZones.find(({ SubnetId }) => SubnetId === SUBNET_B)?.ZoneName;
    for (let time = 0; time < 10; time++)
      expect(answerHttp(world, { host: `${zone}.${DNSName}`, port: 80, path: "/" })).toEqual({
        status: 200,
        body: `${b[0]} ok`,
      });
    expect(answerHttp(world, { host: `us-east-1z.${DNSName}`, port: 80, path: "/" })).toBe("refused");
  });
});
