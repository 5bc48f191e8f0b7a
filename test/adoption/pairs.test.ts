import { DetachTrafficSourcesCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateListenerCommand,
  DeleteListenerCommand,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { missingTags } from "../../src/adoption/missing-tags.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import {
  account,
  adopt,
  context,
  declare,
  faults,
  open,
  PLAN,
  simulator,
  team,
} from "../support/rollout/adoption.ts";

const STEPS = { strategy: "alb-weighted" as const };
const pairs = () => account.pairs.map(({ rules, targetGroups }) => ({ rules: [...rules], targetGroups }));
const several = () => ({ traffic: { ...STEPS, pairs: pairs() } });
const forwardTo = (ListenerArn = "", TargetGroupArn = "") =>
  simulator.drive(
    team.elbv2.send(
      new ModifyListenerCommand({ ListenerArn, DefaultActions: [{ Type: "forward", TargetGroupArn }] }),
    ),
  );

describe("a fleet with two pairs", () => {
  it("is adopted with the target group of each that its group is in", async () => {
    await open({ ...PLAN, waysIn: "balancers" });
    const serving = account.pairs.map(({ targetGroups }) => targetGroups[0]);
    expect(await adopt(several())).toMatchObject({
      targetGroup: serving[0],
      targetGroups: serving,
      trafficPlace: { arn: account.listener, pairs: account.pairs },
    });
  });

  it("is refused where its group is in none of a pair", async () => {
    await open({ ...PLAN, waysIn: "balancers" });
    const [
      ,
      {
        targetGroups: [arn],
      } = { targetGroups: [""] },
    ] = account.pairs;
    const TrafficSources = [{ Identifier: arn, Type: "elbv2" }];
    await simulator.drive(
      team.asg.send(new DetachTrafficSourcesCommand({ AutoScalingGroupName: "web", TrafficSources })),
    );
    expect(await faults(several())).toContainEqual(
      expect.stringMatching(
        /TargetGroupARNs: it is in none of the declared target groups \(\S+web-2-a\S+, /u,
      ),
    );
  });

  it("is refused where a rule never names its pair, by its place", async () => {
    await open({ ...PLAN, waysIn: "balancers" });
    const [first, second] = pairs();
    const turned = [
      { rules: first?.rules ?? [], targetGroups: second?.targetGroups ?? ["", ""] },
      { rules: second?.rules ?? [], targetGroups: first?.targetGroups ?? ["", ""] },
    ] as ReturnType<typeof pairs>;
    const found = await faults({ traffic: { ...STEPS, pairs: turned } });
    expect(found).toContainEqual(
      expect.stringMatching(/^traffic\.pairs\.0\.rules\.0: \S+ forwards to neither of \S+web-2-a/u),
    );
    expect(found).toContainEqual(
      expect.stringMatching(
        /^traffic\.pairs\.1\.targetGroups: web-a belongs to .* load balancer of traffic\.pairs\.1\.rules\.0/u,
      ),
    );
  });
});

describe("a pair with two rules", () => {
  it("is refused where they send their requests to different target groups, or one does not exist", async () => {
    await open({ ...PLAN, waysIn: "listeners" });
    const [{ rules, targetGroups } = { rules: [], targetGroups: ["", ""] }] = account.pairs;
    await forwardTo(rules[1], targetGroups[1]);
    expect(await faults(several())).toEqual([
      `traffic.pairs.0.rules.1: ${rules[1]} sends its traffic to ${targetGroups[1]}, ${rules[0]} to ${targetGroups[0]}: let both forward to the one that serves`,
    ]);
    await simulator.drive(team.elbv2.send(new DeleteListenerCommand({ ListenerArn: rules[1] })));
    expect(await faults(several())).toEqual([
      `traffic.pairs.0.rules.1: ${rules[1]} does not exist: correct the ARN, or make it`,
    ]);
  });

  it("that lacks the tag on one of them is named by that one", async () => {
    await open({ ...PLAN, waysIn: "paths" });
    const fleet = fleetSchema.parse(declare(several()));
    const places = (await simulator.drive(missingTags(fleet, "web", context))).map(({ place }) => place);
    const rules = account.pairs.flatMap((pair) => pair.rules);
    expect(places.filter((place) => place.startsWith("rule"))).toEqual(rules.map((arn) => `rule ${arn}`));
  });

  it("takes in a listener that was in the way, when it is listed", async () => {
    await open();
    await adopt();
    const made = await simulator.drive(
      team.elbv2.send(
        new CreateListenerCommand({
          LoadBalancerArn: account.loadBalancer,
          Port: 8080,
          Protocol: "HTTP",
          DefaultActions: [{ Type: "forward", TargetGroupArn: account.targetGroups[0] }],
        }),
      ),
    );
    const found = made.Listeners?.[0]?.ListenerArn ?? "";
    const [{ targetGroups } = { targetGroups: ["", ""] as [string, string] }] = account.pairs;
    const listed = [{ rules: [account.listener, found], targetGroups }];
    expect(await adopt({ traffic: { ...STEPS, pairs: listed } })).toMatchObject({
      number: 1,
      targetGroup: targetGroups[0],
      trafficPlace: { pairs: listed },
    });
  });
});
