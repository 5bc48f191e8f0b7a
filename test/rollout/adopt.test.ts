import {
  AutoScalingClient,
  AttachTrafficSourcesCommand,
  CreateOrUpdateTagsCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand, DeregisterImageCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { beforeEach, describe, expect, it } from "vitest";
import { type Account, type AccountPlan, furnishAccount, registerImage } from "../../rehearsal/account.ts";
import { createSimulator, type Simulator } from "../../simulator/simulator.ts";
import { autoScalingClient } from "../../src/aws/auto-scaling.ts";
import { connect } from "../../src/aws/connect.ts";
import { ec2Client } from "../../src/aws/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2.ts";
import { errors } from "../../src/aws/middleware/errors.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/fleet.ts";
import type { Generation } from "../../src/domain/generation.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { listGenerations, writeGeneration } from "../../src/ledger/generations.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { readLease, takeLease } from "../../src/ledger/leases.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/sqlite-ledger.ts";
import { adoptFleet } from "../../src/rollout/adopt.ts";
import { preflightFleet } from "../../src/rollout/preflight.ts";
import type { StepContext } from "../../src/rollout/step.ts";

const PLAN: AccountPlan = {
  name: "web",
  servers: 2,
  image: {},
  loadBalancer: "application",
  checkIntervalSeconds: 5,
  drainSeconds: 10,
};
const ADOPTER = "adopter";

let simulator: Simulator;
let ledger: Ledger;
let account: Account;
let team: { asg: AutoScalingClient; ec2: EC2Client; elbv2: ElasticLoadBalancingV2Client };
let context: StepContext<"autoScaling" | "ec2" | "elbv2">;

/** A simulated account in which the team's servers have been in service for five minutes. */
async function open(plan: AccountPlan = PLAN): Promise<void> {
  simulator = createSimulator();
  ledger = openSqliteLedger(":memory:");
  account = await simulator.drive(furnishAccount(simulator, plan));
  await simulator.drive(simulator.clock.sleep(300_000));
  const options = simulator.clientOptions({ name: "platform-team" });
  team = {
    asg: new AutoScalingClient(options),
    ec2: new EC2Client(options),
    elbv2: new ElasticLoadBalancingV2Client(options),
  };
  const factories = { autoScaling: autoScalingClient, ec2: ec2Client, elbv2: elbv2Client };
  const unexpected = () => {
    throw new Error("an adoption has no business here");
  };
  context = {
    ledger,
    clock: simulator.clock,
    aws: connect(factories, simulator.clientOptions({ name: ADOPTER }), [errors()]),
    because: unexpected,
    starter: { start: unexpected },
    probe: unexpected,
    publish: unexpected,
  };
}
beforeEach(() => open());

function declare(change: Partial<FleetDeclaration> = {}): FleetDeclaration {
  const { template, listener, targetGroups } = account;
  const [first = "", second = ""] = targetGroups;
  return {
    fleet: "web",
    template,
    image: { channel: "/images/web" },
    traffic: { strategy: "alb-weighted", rule: listener, targetGroups: [first, second] },
    ...change,
  };
}

function adopt(change: Partial<FleetDeclaration> = {}, group = "web"): Promise<Generation> {
  const declaration = declare(change);
  const fleet = fleetSchema.parse(declaration);
  return simulator.drive(adoptFleet({ fleet, declaration, group, by: "ada" }, context));
}

/** The faults of a refused adoption, one a line. */
async function faults(change: Partial<FleetDeclaration> = {}, group = "web"): Promise<string[]> {
  const error: unknown = await adopt(change, group).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "InvalidInput" });
  expect(
    await listGenerations(ledger, "web").then((all) =>
      all.filter((each) => each.generation.state === "live"),
    ),
  ).toHaveLength(0);
  return (error as Error).message.split("\n- ").slice(1);
}

const weights = (first: number, second: number) => {
  const TargetGroups = account.targetGroups.map((TargetGroupArn, index) => ({
    TargetGroupArn,
    Weight: index === 0 ? first : second,
  }));
  const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
  const modify = new ModifyListenerCommand({ ListenerArn: account.listener, DefaultActions });
  return simulator.drive(team.elbv2.send(modify));
};

describe("adopting a group", () => {
  it("writes it down as generation 1, declares the fleet, and changes nothing in AWS", async () => {
    const expected: Generation = {
      fleet: "web",
      number: 1,
      group: "web",
      template: { id: account.template, version: 1, madeFrom: 1, ours: false },
      image: account.image,
      targetGroup: account.targetGroups[0] ?? "",
      state: "live",
      reason: "adopted by ada",
      createdAt: expect.any(Number) as number,
      healthySeconds: null,
    };
    expect(await adopt()).toEqual(expected);
    expect((await listGenerations(ledger, "web")).map(({ generation }) => generation)).toEqual([expected]);
    expect(await readFleet(ledger, "web")).toMatchObject({ declaration: declare(), declaredBy: "ada" });
    expect(await listEntries(ledger, "web")).toMatchObject([
      {
        kind: "decision",
        action: "adopt",
        subject: "web",
        actor: "ada",
        evidence: { servers: 2, image: account.image },
      },
    ]);
    expect((await readLease(ledger, "web"))?.owner).toBeNull();
    const writes = simulator.calls.records.filter(
      ({ caller, kind }) => caller === ADOPTER && kind === "write",
    );
    expect(writes).toEqual([]);
  });

  it("takes a fleet that was declared before, and a group without a load balancer", async () => {
    await open({ ...PLAN, loadBalancer: "none" });
    const declaration = declare({ traffic: { strategy: "none" } });
    await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
    expect(await adopt({ traffic: { strategy: "none" } })).toMatchObject({ number: 1, targetGroup: null });
  });

  it("takes one target group that green is to be attached to", async () => {
    const [targetGroup = ""] = account.targetGroups;
    expect(await adopt({ traffic: { strategy: "target-group", targetGroup } })).toMatchObject({
      targetGroup,
    });
  });

  it("gives a group that is called like a generation that number, so that no later one collides with it", async () => {
    await open({ ...PLAN, group: { AutoScalingGroupName: "web-g0007" } });
    expect(await adopt({}, "web-g0007")).toMatchObject({ number: 7, group: "web-g0007" });
  });

  it("takes over from a generation whose group somebody deleted", async () => {
    const first = await adopt();
    await writeGeneration(ledger, { ...first, group: "deleted-by-hand" }, "any");
    expect(await adopt()).toMatchObject({ number: 2, group: "web" });
    const states = (await listGenerations(ledger, "web")).map(({ generation: { number, state } }) => [
      number,
      state,
    ]);
    expect(states).toEqual([
      [2, "live"],
      [1, "gone"],
    ]);
  });
});

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
      "it is generation 1 of fleet web",
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

describe("the preflight of a fleet without a group", () => {
  const preflight = (change: Partial<FleetDeclaration>) =>
    simulator.drive(preflightFleet(fleetSchema.parse(declare(change)), context));
  const initial = { min: 1, desired: 2, max: 4 };

  it("passes when all that is named exists and fits", async () => {
    expect(await preflight({ capacity: { initial }, network: { subnets: ["subnet-a"] } })).toEqual([]);
  });

  it("asks for subnets, and for room in them", async () => {
    expect(await preflight({ capacity: { initial } })).toMatchObject([{ place: "network.subnets" }]);
    const many = { min: 1, desired: 10_000, max: 10_000 };
    expect(await preflight({ capacity: { initial: many }, network: { subnets: ["subnet-a"] } })).toEqual([
      {
        place: "network.subnets",
        why: expect.stringMatching(/^10000 servers need as many addresses, .* free/) as string,
      },
    ]);
  });

  it("tells a missing template", async () => {
    expect(await preflight({ template: "lt-0000" })).toMatchObject([{ place: "template" }]);
  });
});
