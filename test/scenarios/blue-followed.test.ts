import {
  CreateOrUpdateTagsCommand,
  DeleteLifecycleHookCommand,
  DeletePolicyCommand,
  DeleteScheduledActionCommand,
  DeleteTagsCommand,
  PutLifecycleHookCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const AutoScalingGroupName = "web";
const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };

const tag = (Key: string, Value: string, group = "web") => ({
  Tags: [{ ResourceId: group, ResourceType: "auto-scaling-group", Key, Value, PropagateAtLaunch: true }],
});
const policy = (PolicyName: string, TargetValue: number, group = "web") =>
  new PutScalingPolicyCommand({
    AutoScalingGroupName: group,
    PolicyName,
    PolicyType: "TargetTrackingScaling",
    TargetTrackingConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
      TargetValue,
    },
  });
const nightly = (ScheduledActionName: string, DesiredCapacity: number) =>
  new PutScheduledUpdateGroupActionCommand({
    AutoScalingGroupName,
    ScheduledActionName,
    Recurrence: "0 3 * * *",
    DesiredCapacity,
  });
const hook = (LifecycleHookName: string, HeartbeatTimeout: number) =>
  new PutLifecycleHookCommand({
    AutoScalingGroupName,
    LifecycleHookName,
    LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
    HeartbeatTimeout,
    DefaultResult: "CONTINUE",
    NotificationTargetARN: "arn:aws:sqs:us-east-1:123456789012:hooks",
    RoleARN: "arn:aws:iam::123456789012:role/hooks",
  });

/** What blue has before, so that there is something to change and to take away. */
async function furnish({ person: { autoScaling } }: Web): Promise<void> {
  await autoScaling.send(new CreateOrUpdateTagsCommand(tag("team", "shop")));
  await autoScaling.send(new CreateOrUpdateTagsCommand(tag("cost", "7")));
  await autoScaling.send(policy("cpu", 50));
  await autoScaling.send(policy("old", 70));
  await autoScaling.send(nightly("night", 4));
  await autoScaling.send(nightly("gone", 4));
  await autoScaling.send(hook("save", 30));
  const ScalingProcesses = ["AZRebalance"];
  await autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
}

/** Somebody changes one of each kind on blue, adds one, and takes one away. */
async function change({ person: { autoScaling } }: Web): Promise<void> {
  await autoScaling.send(new CreateOrUpdateTagsCommand(tag("team", "pay")));
  await autoScaling.send(new CreateOrUpdateTagsCommand(tag("tier", "1")));
  await autoScaling.send(new DeleteTagsCommand({ Tags: [{ ...tag("cost", "7").Tags[0], Key: "cost" }] }));
  await autoScaling.send(policy("cpu", 60));
  await autoScaling.send(policy("new", 80));
  await autoScaling.send(new DeletePolicyCommand({ AutoScalingGroupName, PolicyName: "old" }));
  await autoScaling.send(nightly("night", 3));
  await autoScaling.send(nightly("late", 4));
  await autoScaling.send(
    new DeleteScheduledActionCommand({ AutoScalingGroupName, ScheduledActionName: "gone" }),
  );
  await autoScaling.send(hook("report", 40));
  await autoScaling.send(new DeleteLifecycleHookCommand({ AutoScalingGroupName, LifecycleHookName: "save" }));
  await autoScaling.send(
    new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: ["AlarmNotification"] }),
  );
  await autoScaling.send(
    new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses: ["AZRebalance"] }),
  );
  await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MaxSize: 20 }));
}

/** As people see it, without what names the generation. */
function essence({ simulator }: Web, name: string) {
  const group = simulator.world.state.groups.get(name);
  if (group === undefined) throw new Error(`${name} is gone.`);
  return {
    max: group.maxSize,
    tags: group.tags
      .filter(({ key }) => !key.startsWith("moult:"))
      .map(({ key, value }) => `${key}=${value}`),
    hooks: [...group.hooks.values()].map((each) => `${each.name} ${each.heartbeatSeconds}`),
    policies: [...group.policies].map(([each, settings]) => [each, settings["TargetTrackingConfiguration"]]),
    schedule: [...group.scheduledActions].map(([each, action]) => [each, action["DesiredCapacity"]]),
    suspended: [...group.suspended.keys()].sort(),
  };
}

const AS_CHANGED = {
  max: 20,
  tags: expect.arrayContaining(["team=pay", "tier=1"]),
  hooks: ["report 40"],
  policies: [
    ["cpu", expect.objectContaining({ TargetValue: 60 })],
    ["new", expect.objectContaining({ TargetValue: 80 })],
  ],
  schedule: [
    ["night", 3],
    ["late", 4],
  ],
};

scenario(
  "what somebody changes on blue in the bake green has when blue goes",
  { ...ELASTIC, before: furnish, declaration: { bake: "5m" }, leaves: { suspended: ["AlarmNotification"] } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await change(web);
    await web.settled();
    const green = essence(web, "web-g0002");
    expect(green).toMatchObject({ ...AS_CHANGED, suspended: ["AlarmNotification"] });
    expect(green.tags.map((each) => each.split("=")[0])).not.toContain("cost");
    expect((await web.rollout()).notFollowed).toEqual([]);
    const calls = (await web.entries()).filter(({ reason }) => reason.endsWith(": green follows"));
    expect(calls.map(({ reason }) => reason)).toContain("tag tier was added to blue: green follows");
    // Two of the actions run next at an instant that another has: they are put once more without it.
    expect(new Set(calls.map(({ reason }) => reason)).size).toBe(14);
  },
);

scenario(
  "what somebody changes on blue during a long step green has before the last one",
  {
    ...ELASTIC,
    before: furnish,
    traffic: { steps: ["10%", "100%"], pause: "15m" },
    leaves: { suspended: ["AlarmNotification"] },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    await change(web);
    await web.until("Bake");
    expect(essence(web, "web-g0002")).toMatchObject({
      ...AS_CHANGED,
      suspended: ["AlarmNotification", "ScheduledActions"],
    });
    await web.settled();
  },
);

scenario(
  "what somebody has meant otherwise on green stays, and is named",
  { ...ELASTIC, before: furnish, declaration: { bake: "5m" }, leaves: { suspended: ["AZRebalance"] } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const { autoScaling } = web.person;
    await autoScaling.send(policy("cpu", 60));
    await autoScaling.send(policy("cpu", 65, "web-g0002"));
    await autoScaling.send(new CreateOrUpdateTagsCommand(tag("green", "yes", "web-g0002")));
    await web.settled();
    const green = essence(web, "web-g0002");
    expect(green.policies).toContainEqual(["cpu", expect.objectContaining({ TargetValue: 65 })]);
    expect(green.tags).toContain("green=yes");
    expect((await web.rollout()).notFollowed).toEqual([
      "scaling policy cpu was changed on blue: on green it is otherwise, which somebody meant, and stays so",
    ]);
  },
);

scenario(
  "what green cannot be given is named, and blue goes all the same",
  { ...ELASTIC, declaration: { bake: "5m" } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const health = { AutoScalingGroupName, HealthCheckGracePeriod: 77 };
    await web.person.autoScaling.send(new UpdateAutoScalingGroupCommand(health));
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "succeeded" });
    expect(rollout.notFollowed).toEqual([
      "setting HealthCheckGracePeriod was changed on blue: green cannot be given that while it stands, and is without",
    ]);
    const named = (await web.entries()).filter(({ action }) => action === "not-followed");
    expect(named.map(({ reason }) => reason)).toEqual(rollout.notFollowed);
  },
);

scenario(
  "a hook that is taken from blue is not taken from under a server of green's that waits in it",
  {
    ...ELASTIC,
    before: async (web) => {
      await web.person.autoScaling.send(hook("save", 900));
    },
    declaration: { bake: "5m" },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const { autoScaling } = web.person;
    const [InstanceId = ""] = web.simulator.world.state.groups.get("web-g0002")?.instances.keys() ?? [];
    const ShouldDecrementDesiredCapacity = false;
    await web.minutes(3.5);
    await autoScaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity }),
    );
    await autoScaling.send(
      new DeleteLifecycleHookCommand({ AutoScalingGroupName, LifecycleHookName: "save" }),
    );
    await web.settled();
    const { outcome, notFollowed } = await web.rollout();
    expect(outcome).toBe("succeeded");
    expect(notFollowed).toEqual([
      expect.stringContaining(
        `lifecycle hook save was taken from blue: on green ${InstanceId} may wait in it`,
      ),
    ]);
    expect(essence(web, "web-g0002").hooks).toEqual(["save 900"]);
    // Until the server that waits has gone.
    await web.minutes(20);
  },
);
