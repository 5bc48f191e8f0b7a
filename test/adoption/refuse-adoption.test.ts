import {
  AttachTrafficSourcesCommand,
  CreateOrUpdateTagsCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand, DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { registerImage } from "../../rehearsal/account.ts";
import { adoptFleet } from "../../src/adoption/adopt.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { takeLease } from "../../src/ledger/leases.ts";
import {
  account,
  adopt,
  anAccountForEachTest,
  context,
  declare,
  faults,
  ledger,
  simulator,
  team,
  weights,
} from "../support/rollout/adoption.ts";

anAccountForEachTest();

describe("refusing a group", () => {
  it("that does not exist", async () => {
    expect(await faults({}, "wbe")).toEqual([
      "group wbe: it does not exist in this region: correct the name",
    ]);
  });

  it("whose fleet has a generation already", async () => {
    await adopt();
    await expect(adopt()).rejects.toThrow("it is adopted already: generation 1 (web) is live");
  });

  it("whose fleet is being changed", async () => {
    await takeLease(ledger, { fleet: "web", owner: "r-1", now: simulator.clock.now(), ttlSeconds: 600 });
    expect(await faults()).toEqual(["fleet web: r-1 is changing the fleet: wait for its end, or abort it"]);
  });

  it("of another fleet, by its tag and by the ledger", async () => {
    const generation = await adopt();
    const api = declare({ fleet: "api" });
    const fleet = fleetSchema.parse(api);
    const asApi = { fleet, declaration: api, group: "web", by: "ada" };
    await expect(simulator.drive(adoptFleet(asApi, context))).rejects.toThrow(
      "it is generation 1 of fleet web: a group serves one fleet, so release it there first (moult fleet release web --reason <text> --confirm web)",
    );
    await writeGeneration(ledger, { ...generation, state: "gone" }, "any");
    const tag = { ResourceId: "web", ResourceType: "auto-scaling-group", Key: "moult:fleet", Value: "shop" };
    await simulator.drive(
      team.asg.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, PropagateAtLaunch: true }] })),
    );
    await expect(simulator.drive(adoptFleet(asApi, context))).rejects.toThrow("it belongs to shop");
  });

  it("that launches from another template than is declared, or from one that is not there", async () => {
    expect(await faults({ template: "lt-0000" })).toEqual([
      `template: the group launches from template ${account.template}, the fleet declares lt-0000: declare the one that serves`,
      "template: launch template lt-0000 does not exist in this region: correct the id, or make it",
    ]);
  });

  it("that is not pinned", async () => {
    const LaunchTemplate = { LaunchTemplateId: account.template, Version: "$Latest" };
    const update = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", LaunchTemplate });
    await simulator.drive(team.asg.send(update));
    expect(await faults()).toEqual([expect.stringMatching(/^group web: LaunchTemplate\.Version: .*pin it/)]);
  });

  it("whose servers run another version and another image than it launches, naming them", async () => {
    const ImageId = await simulator.drive(registerImage(simulator, "web-2", {}));
    const version = new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: account.template,
      SourceVersion: "1",
      LaunchTemplateData: { ImageId },
    });
    await simulator.drive(team.ec2.send(version));
    const LaunchTemplate = { LaunchTemplateId: account.template, Version: "2" };
    const update = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", LaunchTemplate });
    await simulator.drive(team.asg.send(update));
    const ids = [...simulator.world.state.instances.keys()];
    const [versions = "", images = "", ...more] = await faults();
    expect(more).toEqual([]);
    expect(versions).toMatch(/^group web: servers of other template versions than 2/);
    expect(images).toContain(`servers of other images than ${ImageId}`);
    for (const id of ids) {
      expect(versions).toContain(`${id} (1)`);
      expect(images).toContain(`${id} (${account.image})`);
    }
  });

  it("whose image is gone", async () => {
    await simulator.drive(team.ec2.send(new DeregisterImageCommand({ ImageId: account.image })));
    expect(await faults()).toEqual([expect.stringMatching(/^image ami-\w+: it does not exist any more/)]);
  });

  it("that is in both target groups of the pair", async () => {
    const TrafficSources = [{ Identifier: account.targetGroups[1] ?? "", Type: "elbv2" }];
    const attach = new AttachTrafficSourcesCommand({ AutoScalingGroupName: "web", TrafficSources });
    await simulator.drive(team.asg.send(attach));
    expect(await faults()).toEqual([expect.stringContaining("it is in both target groups of the pair")]);
  });

  it("that is in a target group that is not declared", async () => {
    expect(await faults({ traffic: { strategy: "none" } })).toEqual([
      expect.stringMatching(
        /^group web: TargetGroupARNs: it is in .*web-a.*, which the fleet does not declare/,
      ),
    ]);
  });

  it("beside one that has traffic too, or instead of it", async () => {
    await weights(50, 50);
    expect(await faults()).toEqual([
      "traffic.rule: both target groups have traffic (weights 50 and 50): set the weight of one to 0",
    ]);
    await weights(0, 100);
    expect(await faults()).toEqual([
      expect.stringMatching(/^group web: .*web-b.* has the traffic, and the group is not in it/),
    ]);
  });

  it("whose rule or target groups are not there", async () => {
    const [first = ""] = account.targetGroups;
    const rule = `${account.listener.slice(0, -4)}0000`;
    const missing = `${first.slice(0, -4)}0000`;
    expect(
      await faults({ traffic: { strategy: "alb-weighted", rule, targetGroups: [first, missing] } }),
    ).toEqual([
      `traffic.targetGroups.1: ${missing} does not exist: correct the ARN, or make it`,
      `traffic.rule: ${rule} does not exist: correct the ARN, or make it`,
    ]);
  });

  it("for a target group that no listener forwards to", async () => {
    const [, targetGroup = ""] = account.targetGroups;
    expect(await faults({ traffic: { strategy: "target-group", targetGroup } })).toEqual([
      expect.stringContaining("which the fleet does not declare"),
      expect.stringContaining("it is in none of the declared target groups"),
      expect.stringMatching(/^traffic\.targetGroup: no listener forwards to .*web-b/),
    ]);
  });

  it("for everything that is wrong, at once", async () => {
    const ScalingProcesses = ["Terminate"];
    await simulator.drive(
      team.asg.send(new SuspendProcessesCommand({ AutoScalingGroupName: "web", ScalingProcesses })),
    );
    await simulator.drive(team.ec2.send(new DeregisterImageCommand({ ImageId: account.image })));
    await weights(10, 90);
    expect(await faults({ network: { subnets: ["subnet-a", "subnet-0000"] } })).toEqual([
      expect.stringContaining("SuspendedProcesses.Terminate"),
      expect.stringMatching(/^image ami-/),
      "network.subnets: there is no subnet-0000 in this region: correct the ids",
      expect.stringContaining("both target groups have traffic"),
    ]);
  });
});
