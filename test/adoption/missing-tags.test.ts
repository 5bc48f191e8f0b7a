import { CreateOrUpdateTagsCommand } from "@aws-sdk/client-auto-scaling";
import { CreateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-ec2";
import { AddTagsCommand, RemoveTagsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { missingTags } from "../../src/adoption/missing-tags.ts";
import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { openContext } from "../../src/step/open-context.ts";
import {
  ADOPTER,
  account,
  anAccountForEachTest,
  context,
  declare,
  open,
  PLAN,
  simulator,
  team,
} from "../support/rollout/adoption.ts";

anAccountForEachTest();

const missing = (change = {}) =>
  simulator.drive(missingTags(fleetSchema.parse(declare(change)), "web", context));
const servers = () => [...(simulator.world.state.groups.get("web")?.instances.keys() ?? [])];
const tag = { Key: "moult:fleet", Value: "web" };

describe("an account in which nothing is tagged", () => {
  it("lacks the tag on template, group, servers and listener, each with the command that puts it there", async () => {
    const [one = "", other = ""] = servers();
    expect(await missing()).toEqual([
      {
        place: `template ${account.template}`,
        why: "no version of it can be made, so no green can be launched",
        command: `aws ec2 create-tags --resources ${account.template} --tags Key=moult:fleet,Value=web`,
      },
      {
        place: "group web",
        why: "blue can be neither held nor taken down",
        command:
          "aws autoscaling create-or-update-tags --tags ResourceId=web,ResourceType=auto-scaling-group,Key=moult:fleet,Value=web,PropagateAtLaunch=true",
      },
      {
        place: `servers ${one}, ${other}`,
        why: "no handoff can be sent to them, so blue cannot go; the group's tag reaches only later servers",
        command: `aws ec2 create-tags --resources ${one} ${other} --tags Key=moult:fleet,Value=web`,
      },
      {
        place: `listener ${account.listener}`,
        why: "no traffic can be moved",
        command: `aws elbv2 add-tags --resource-arns ${account.listener} --tags Key=moult:fleet,Value=web`,
      },
    ]);
    const writes = simulator.calls.records.filter(
      ({ caller, kind }) => caller === ADOPTER && kind === "write",
    );
    expect(writes).toEqual([]);
  });

  it("is read through the clients of an adoption, which change nothing", async () => {
    const guarded = openContext(
      "Admit",
      { fleet: "-", run: "adopt", fence: 0 },
      { autoScaling: autoScalingClient, ec2: ec2Client, elbv2: elbv2Client },
      { ...context, settings: simulator.clientOptions({ name: ADOPTER }), random: () => 0 },
    );
    const fleet = fleetSchema.parse(declare());
    expect(await simulator.drive(missingTags(fleet, "web", guarded))).toHaveLength(4);
  });

  it("has it everywhere once those calls were made", async () => {
    const group = { ResourceId: "web", ResourceType: "auto-scaling-group", PropagateAtLaunch: true };
    await simulator.drive(
      Promise.all([
        team.ec2.send(new CreateTagsCommand({ Resources: [account.template, ...servers()], Tags: [tag] })),
        team.asg.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...group, ...tag }] })),
        team.elbv2.send(new AddTagsCommand({ ResourceArns: [account.listener], Tags: [tag] })),
      ]),
    );
    expect(await missing()).toEqual([]);
  });
});

describe("an account that is tagged", () => {
  const places = async (change = {}) => (await missing(change)).map(({ place }) => place);

  it("lacks nothing", async () => {
    await open({ ...PLAN, tagged: true });
    expect(await missing()).toEqual([]);
  });

  it("lacks what one server lacks", async () => {
    await open({ ...PLAN, tagged: true });
    const [one = ""] = servers();
    await simulator.drive(team.ec2.send(new DeleteTagsCommand({ Resources: [one], Tags: [tag] })));
    expect(await places()).toEqual([`server ${one}`]);
  });

  it("lacks it where the group keeps it to itself", async () => {
    await open({ ...PLAN, tagged: true });
    const group = { ResourceId: "web", ResourceType: "auto-scaling-group", PropagateAtLaunch: false };
    await simulator.drive(team.asg.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...group, ...tag }] })));
    expect(await missing()).toMatchObject([
      { place: "group web", why: "it has the tag and does not give it to the servers that it launches" },
    ]);
  });

  it("needs it on no listener where the fleet moves no weights", async () => {
    await open({ ...PLAN, tagged: true });
    const removed = new RemoveTagsCommand({ ResourceArns: [account.listener], TagKeys: [tag.Key] });
    await simulator.drive(team.elbv2.send(removed));
    expect(await places()).toEqual([`listener ${account.listener}`]);
    const [targetGroup = ""] = account.targetGroups;
    expect(await places({ traffic: { strategy: "target-group", targetGroup } })).toEqual([]);
    expect(await places({ traffic: { strategy: "none" } })).toEqual([]);
  });
});
