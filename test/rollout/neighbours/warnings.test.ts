import {
  CancelInstanceRefreshCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { describe, expect, it } from "vitest";
import { neighbourWarnings } from "../../../src/rollout/neighbours/warnings.ts";
import { preflightFleet } from "../../../src/adoption/preflight.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import {
  account,
  adopt,
  anAccountForEachTest,
  context,
  declare,
  faults,
  simulator,
  tagGroup,
  team,
} from "../../support/rollout/adoption.ts";

anAccountForEachTest();

describe("who made the group, and the template", () => {
  const warnings = () => simulator.drive(neighbourWarnings(fleetSchema.parse(declare()), "web", context));
  const STACK = "aws:cloudformation:stack-name";

  it("is told, and is not in the way", async () => {
    const tags = simulator.world.state.groups.get("web")?.tags;
    const ofStack = [
      { key: STACK, value: "shop-web" },
      { key: "aws:cloudformation:logical-id", value: "WebGroup" },
    ];
    tags?.push(...ofStack.map((tag) => ({ ...tag, propagateAtLaunch: true })));
    simulator.world.state.launchTemplates.get(account.template)?.tags.push(...ofStack);
    expect(await warnings()).toEqual([
      {
        place: `group web: tag ${STACK}`,
        why: expect.stringMatching(
          /^stack shop-web .* as WebGroup, .*: give WebGroup DeletionPolicy: Retain/,
        ),
      },
      {
        place: `template ${account.template}: tag ${STACK}`,
        why: expect.stringMatching(/^stack shop-web made it as WebGroup: /),
      },
    ]);
    expect(await adopt()).toMatchObject({ number: 1, group: "web" });
  });

  it("of another tool is told where a tag of the team's says so", async () => {
    await tagGroup("ManagedBy", "Terraform");
    expect(await warnings()).toMatchObject([
      { place: "group web: tag ManagedBy", why: expect.stringMatching(/ManagedBy=Terraform .* state rm/) },
    ]);
  });

  it("a group that replaces servers by itself is told", async () => {
    const change = { AutoScalingGroupName: "web", MaxInstanceLifetime: 86_400, CapacityRebalance: true };
    await simulator.drive(team.asg.send(new UpdateAutoScalingGroupCommand(change)));
    expect((await warnings()).map(({ place }) => place)).toEqual([
      "group web: MaxInstanceLifetime",
      "group web: CapacityRebalance",
    ]);
  });

  it("is told beside what is in the way", async () => {
    await tagGroup("ManagedBy", "Terraform");
    await tagGroup("AmazonECSManaged", "");
    await expect(adopt()).rejects.toThrow(
      /AmazonECSManaged.*\nBeside that, and not in the way:\n- group web: tag ManagedBy/s,
    );
  });
});

describe("an instance refresh", () => {
  const start = () =>
    simulator.drive(team.asg.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: "web" })));
  const GOES_ON =
    /^instance refresh [-0-9a-f]+ of web goes on \(Pending, 0%\).* cancel-instance-refresh --auto/;

  it("keeps the group from being adopted while it goes on", async () => {
    await start();
    expect(await faults()).toEqual([expect.stringContaining("group web: instance refresh ")]);
    await simulator.drive(team.asg.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: "web" })));
    await simulator.drive(simulator.clock.sleep(20_000));
    expect(await adopt()).toMatchObject({ number: 1, group: "web" });
  });

  it("of a group that is the fleet's is a warning: its rollouts wait", async () => {
    await adopt();
    await start();
    const found = await simulator.drive(preflightFleet(fleetSchema.parse(declare()), context));
    expect(found).toEqual({
      faults: [],
      warnings: [{ place: "group web", why: expect.stringMatching(GOES_ON) }],
    });
  });
});

it("what has come to a group since its adoption is found with its declaration", async () => {
  await adopt();
  await tagGroup("AmazonECSManaged", "");
  const found = await simulator.drive(preflightFleet(fleetSchema.parse(declare()), context));
  expect(found.faults.map(({ place }) => place)).toEqual(["group web: tag AmazonECSManaged"]);
});
