import {
  AttachTrafficSourcesCommand,
  DetachTrafficSourcesCommand,
  PutScheduledUpdateGroupActionCommand,
} from "@aws-sdk/client-auto-scaling";
import { scanOnce, sweepOnce } from "../../../rehearsal/rehearsal.ts";
import { publishBuild } from "../../../simulator/services/imagebuilder/builds.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { listGenerations, writeGeneration } from "../../../src/ledger/generations.ts";
import { expect, type ScenarioPlan, scenario } from "../scenarios/harness.ts";
import { needsPerson } from "../scenarios/blue-falls-ill.ts";
import { byRule, moveRule } from "./rule-fleet.ts";

// Paths that only some fleets take, so that each permission is seen in use.

const SCHEDULED: ScenarioPlan = {
  group: {
    LifecycleHookSpecificationList: [
      {
        LifecycleHookName: "register",
        LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
        HeartbeatTimeout: 30,
        DefaultResult: "CONTINUE",
        NotificationTargetARN: "arn:aws:sqs:us-east-1:123456789012:hooks",
        RoleARN: "arn:aws:iam::123456789012:role/hooks",
      },
    ],
  },
  before: async ({ person }) => {
    await person.autoScaling.send(
      new PutScheduledUpdateGroupActionCommand({
        AutoScalingGroupName: "web",
        ScheduledActionName: "evening",
        Recurrence: "0 20 * * *",
        DesiredCapacity: 4,
      }),
    );
  },
};

scenario("a fleet with a schedule and a hook's role is replaced", SCHEDULED, async (web) => {
  await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("a fleet with a schedule goes back, and its schedule runs again", SCHEDULED, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.abort();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

const GATED: Partial<FleetDeclaration> = {
  gates: [
    { kind: "instance-status" },
    { kind: "target-health" },
    { kind: "command", commands: ["/opt/selftest"] },
    { kind: "http", path: "/healthz" },
    { kind: "alarm", alarms: ["web-5xx"] },
    { kind: "metric", metric: "target-5xx", worseThanBlue: "2x", max: "1%" },
  ],
};

scenario("all gates", { declaration: GATED }, async (web) => {
  await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("a command gate that fails tells on which servers", { declaration: GATED }, async (web) => {
  await web.publish({ "sim:command-exit-code": "3" });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

const SELFTEST: Partial<FleetDeclaration> = {
  gates: [{ kind: "command", document: "web-selftest", commands: ["/opt/selftest"] }],
};

scenario("a command gate whose document of the account is gone", { declaration: SELFTEST }, async (web) => {
  await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({
    outcome: "rolled-back",
    outcomeReason: expect.stringContaining("web-selftest") as string,
  });
});

scenario("a fleet behind a rule, started by hand, and swept", byRule(), async (web) => {
  await web.start({ force: true });
  await web.until("Bake");
  await web.minutes(0.2);
  await moveRule(web, 0);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  expect((await sweepOnce(web)).irregularities).toEqual([]);
});

scenario("a fleet behind a rule goes back", byRule(), async (web) => {
  await web.start({ force: true });
  await web.untilShifted(50);
  await web.abort();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

scenario(
  "somebody takes traffic from green: a network load balancer",
  { strategy: "nlb-weighted" },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(0.2);
    await web.person.moveTraffic(web.account, 0);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

const attachments: ScenarioPlan = { strategy: "target-group" };

scenario("somebody takes traffic from green: one target group", attachments, async (web) => {
  const TrafficSources = [{ Identifier: web.account.targetGroups[0], Type: "elbv2" }];
  const { autoScaling } = web.person;
  await web.publish();
  await web.until("Bake");
  await autoScaling.send(new AttachTrafficSourcesCommand({ AutoScalingGroupName: "web", TrafficSources }));
  await web.minutes(1);
  const green = { AutoScalingGroupName: "web-g0002", TrafficSources };
  await autoScaling.send(new DetachTrafficSourcesCommand(green));
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

const refuseVersion: ScenarioPlan = {
  simulator: {
    faults: ({ action, caller }) =>
      action === "CreateLaunchTemplateVersion" && caller.startsWith("moult")
        ? { kind: "error", code: "InvalidParameterValue", message: "no", status: 400 }
        : undefined,
  },
};

scenario("a template version that is refused: looked for on the way back", refuseVersion, async (web) => {
  await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

const BUILT: Partial<FleetDeclaration> = {
  image: { imageBuilder: "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1" },
};

scenario("a build that is declared, started by hand", { declaration: BUILT }, async (web) => {
  web.listening = false;
  const image = await web.bake();
  publishBuild(web.simulator.world, { name: "web-golden", amis: [{ image }] });
  await web.start();
  await web.settled();
  expect(await web.liveImage()).toBe(image);
});

scenario("stopped in the middle, swept and gone back", {}, async (web) => {
  await web.publish();
  await web.untilShifted(100);
  const [name = ""] = web.engine.running();
  web.engine.stop(name);
  await web.engine.settled(name);
  await sweepOnce(web);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

scenario("what no rollout explains is told", {}, async (web) => {
  await web.person.moveTraffic(web.account, 1);
  const { irregularities } = await sweepOnce(web);
  await web.person.moveTraffic(web.account, 0);
  expect(irregularities).toHaveLength(1);
});

const SLOW_DRAIN: Partial<FleetDeclaration> = {
  gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }],
  retire: { drain: "10m" },
};

scenario("green's alarms are watched while blue drains", { declaration: SLOW_DRAIN }, async (web) => {
  await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("a generation of before, of whose servers nothing is pinned, is scanned", {}, async (web) => {
  for (const { generation, revision } of await listGenerations(web.ledger, "web"))
    await writeGeneration(web.ledger, { ...generation, expectations: null }, revision);
  expect(await scanOnce(web)).toBe("SUCCEEDED");
  const [live] = await listGenerations(web.ledger, "web");
  expect(live?.generation.expectations).toHaveProperty("security-groups");
});

scenario(
  "another image settles a fleet of one target group, where Admit reads who is attached",
  {
    strategy: "target-group",
    declaration: { deadlines: { rollout: "1h" } },
    leaves: { lost: true, suspended: [] },
  },
  async (web) => {
    await needsPerson(web, 100);
    await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ outcome }) => outcome)).toEqual(["succeeded", "succeeded"]);
  },
);
