import {
  PutLifecycleHookCommand,
  PutScheduledUpdateGroupActionCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Blue may be of 2 to 10 servers and has 4. */
const LONG_BAKE = {
  group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 },
  declaration: { bake: "40m" },
};
const AutoScalingGroupName = "web";
const ScalingProcesses = ["ScheduledActions"];

/** Somebody schedules it for each day, for the first time in so many minutes. */
async function daily(web: Web, ScheduledActionName: string, minutes: number, sizes: object): Promise<void> {
  const at = new Date(web.simulator.clock.now() + minutes * 60_000);
  const Recurrence = `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
  const action = { AutoScalingGroupName, ScheduledActionName, Recurrence, ...sizes };
  await web.person.autoScaling.send(new PutScheduledUpdateGroupActionCommand(action));
}

const group = ({ simulator }: Web, name: string) => simulator.world.state.groups.get(name);
const desired = (web: Web): unknown[] =>
  ["web", "web-g0002"].map((name) => group(web, name)?.desiredCapacity);
const suspended = (web: Web): unknown[] =>
  ["web", "web-g0002"].map((name) => [...(group(web, name)?.suspended.keys() ?? [])]);

scenario(
  "a schedule that somebody gives a blue that had none is followed as any other, and green gets it",
  { ...LONG_BAKE, leaves: { servers: 2 } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await daily(web, "morning", 20, { DesiredCapacity: 8 });
    await daily(web, "evening", 30, { DesiredCapacity: 2 });
    await web.minutes(12);
    expect(suspended(web)).toEqual([ScalingProcesses, ScalingProcesses]);
    await web.minutes(11);
    expect(desired(web)).toEqual([8, 8]);
    await web.minutes(10);
    expect(desired(web)).toEqual([8, 8]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", notFollowed: [] });
    expect(group(web, "web-g0002")).toMatchObject({ desiredCapacity: 2, minSize: 2, maxSize: 10 });
    expect([...(group(web, "web-g0002")?.scheduledActions.keys() ?? [])]).toEqual(["morning", "evening"]);
    expect(suspended(web)[1]).toEqual([]);
  },
);

scenario(
  "one that is added and aborted on is blue's again, with the sizes that it has asked for",
  { ...LONG_BAKE, leaves: { servers: 2 } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await daily(web, "evening", 15, { DesiredCapacity: 2 });
    await web.minutes(18);
    expect(desired(web)).toEqual([4, 4]);
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(group(web, "web")).toMatchObject({ desiredCapacity: 2, minSize: 2 });
    expect(suspended(web)[0]).toEqual([]);
  },
);

scenario(
  "one that the fleet suspends itself is not carried out until somebody lets it run",
  {
    ...LONG_BAKE,
    leaves: { servers: 6 },
    before: async (web) => {
      await daily(web, "morning", 15, { DesiredCapacity: 8 });
      await daily(web, "noon", 35, { DesiredCapacity: 6 });
      await web.person.autoScaling.send(
        new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }),
      );
    },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(15);
    expect(desired(web)).toEqual([4, 4]);
    await web.person.autoScaling.send(new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
    await web.minutes(18);
    expect(desired(web)).toEqual([6, 6]);
    await web.settled();
    expect(group(web, "web-g0002")).toMatchObject({ desiredCapacity: 6 });
    expect(suspended(web)[1]).toEqual([]);
  },
);

/** Green's servers wait in a hook, or their service comes up late: so long that blue's schedule is read again meanwhile. */
const SLOW = [
  {
    state: "ObserveGreen",
    prepare: async ({ person }: Web) => {
      const [LifecycleHookName, HeartbeatTimeout] = ["warm", 1200];
      const LifecycleTransition = "autoscaling:EC2_INSTANCE_LAUNCHING";
      const hook = { LifecycleHookName, LifecycleTransition, HeartbeatTimeout, DefaultResult: "CONTINUE" };
      await person.autoScaling.send(new PutLifecycleHookCommand({ AutoScalingGroupName, ...hook }));
    },
    tags: {},
  },
  { state: "ValidateGreen", prepare: async () => {}, tags: { "sim:healthy-seconds": "1500" } },
] as const;

for (const { state, prepare, tags } of SLOW)
  scenario(
    `one that is added during ${state} is held there, and green gets it`,
    {
      group: LONG_BAKE.group,
      declaration: { deadlines: { launch: "40m", validate: "40m" } },
    },
    async (web) => {
      await prepare(web);
      await web.publish(tags);
      await web.until(state);
      await daily(web, "evening", 40, { DesiredCapacity: 2 });
      await web.minutes(12);
      expect(suspended(web)).toEqual([ScalingProcesses, ScalingProcesses]);
      expect((await web.rollout()).phase).toBe(state);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", notFollowed: [] });
      expect([...(group(web, "web-g0002")?.scheduledActions.keys() ?? [])]).toEqual(["evening"]);
      expect(suspended(web)[1]).toEqual([]);
    },
  );

/** How often blue's schedule was asked for, and how often it was to be suspended, since the account was made. */
let asked = { reads: 0, suspensions: 0 };

scenario(
  "one that may not be suspended is told of once, and is looked for again every ten minutes",
  {
    ...LONG_BAKE,
    simulator: {
      faults: ({ action, caller }) => {
        if (!caller.startsWith("moult")) return undefined;
        if (action === "DescribeScheduledActions") asked.reads++;
        if (action !== "SuspendProcesses") return undefined;
        asked.suspensions++;
        return { kind: "error", code: "AccessDenied", status: 403, message: "not authorized" };
      },
    },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await daily(web, "morning", 600, { DesiredCapacity: 8 });
    asked = { reads: 0, suspensions: 0 };
    await web.minutes(25);
    expect(asked).toEqual({ reads: 2, suspensions: 2 });
    expect(await web.rollout()).toMatchObject({
      notFollowed: [expect.stringMatching(/cannot be suspended/)],
    });
  },
);
