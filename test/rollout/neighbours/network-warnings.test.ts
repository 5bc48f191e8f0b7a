import {
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { neighbourWarnings } from "../../../src/rollout/neighbours/warnings.ts";
import {
  account,
  adopt,
  context,
  declare,
  open,
  PLAN,
  simulator,
  team,
} from "../../support/rollout/adoption.ts";

const CROSS_ZONE = "load_balancing.cross_zone.enabled";

const network = (servers: number, drainSeconds = 120) =>
  open({ ...PLAN, loadBalancer: "network", servers, drainSeconds });

const traffic = () => {
  const [first = "", second = ""] = account.targetGroups;
  return {
    strategy: "nlb-weighted" as const,
    listener: account.listener,
    targetGroups: [first, second] as [string, string],
  };
};

const warnings = () =>
  simulator.drive(neighbourWarnings(fleetSchema.parse(declare({ traffic: traffic() })), "web", context));

const setOfGroups = async (Key: string, Value: string) => {
  for (const TargetGroupArn of account.targetGroups)
    await simulator.drive(
      team.elbv2.send(
        new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value }] }),
      ),
    );
};

const setOfBalancer = (Key: string, Value: string) =>
  simulator.drive(
    team.elbv2.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: account.loadBalancer,
        Attributes: [{ Key, Value }],
      }),
    ),
  );

describe("a Network Load Balancer that loses requests when servers go (aws-facts 8.7)", () => {
  it("is told where it drains for less than new connections come", async () => {
    await network(2, 60);
    expect(await warnings()).toEqual(
      ["a", "b"].map((side, index) => ({
        place: `traffic.targetGroups.${index}`,
        why:
          `web-${side} drains a server for 1m, and a Network Load Balancer sends new connections to it for about 2m: ` +
          "those after it has stopped are lost. Set deregistration_delay.timeout_seconds to 120 or more",
      })),
    );
    expect(await adopt({ traffic: traffic() })).toMatchObject({ number: 1 });
    await setOfGroups("deregistration_delay.timeout_seconds", "120");
    expect(await warnings()).toEqual([]);
  });

  it("is told where there are fewer servers than zones, and no balancing across them", async () => {
    await network(1);
    const [first] = await warnings();
    expect(first?.place).toBe("traffic.targetGroups.0");
    expect(first?.why).toMatch(
      /^cross-zone load balancing is off for web-a, and 1 server is too few for 2 zones \(us-east-1a, us-east-1b\): .* Switch load_balancing\.cross_zone\.enabled on/,
    );
    await setOfBalancer(CROSS_ZONE, "true");
    expect(await warnings()).toEqual([]);
    await setOfGroups(CROSS_ZONE, "false");
    expect(await warnings()).toHaveLength(2);
    await setOfBalancer(CROSS_ZONE, "false");
    await setOfGroups(CROSS_ZONE, "true");
    expect(await warnings()).toEqual([]);
  });

  it("is none where each zone has a server, or where it is an Application Load Balancer", async () => {
    await network(2);
    expect(await warnings()).toEqual([]);
    await open({ ...PLAN, servers: 1, drainSeconds: 10 });
    const plain = fleetSchema.parse(declare());
    expect(await simulator.drive(neighbourWarnings(plain, "web", context))).toEqual([]);
  });
});
