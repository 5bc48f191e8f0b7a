import {
  DeleteScheduledActionCommand,
  PutScheduledUpdateGroupActionCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { freeze } from "../../src/ledger/freezes.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Blue may be of 2 to 10 servers and has 4. */
const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };
const LONG_BAKE = { ...ELASTIC, declaration: { bake: "20m" } };

interface Action {
  readonly MinSize?: number;
  readonly MaxSize?: number;
  readonly DesiredCapacity?: number;
}

/** Somebody has scheduled it for so many minutes from now, once. */
async function schedule(web: Web, name: string, minutes: number, action: Action): Promise<void> {
  const StartTime = new Date(web.simulator.clock.now() + minutes * 60_000);
  await put(web, name, { ...action, StartTime });
}

/** The same, each day from then on. */
async function scheduleDaily(web: Web, name: string, minutes: number, action: Action): Promise<void> {
  const at = new Date(web.simulator.clock.now() + minutes * 60_000);
  await put(web, name, { ...action, Recurrence: `${at.getUTCMinutes()} ${at.getUTCHours()} * * *` });
}

async function put({ person }: Web, ScheduledActionName: string, action: object): Promise<void> {
  await person.autoScaling.send(
    new PutScheduledUpdateGroupActionCommand({ AutoScalingGroupName: "web", ScheduledActionName, ...action }),
  );
}

const sizes = ({ simulator }: Web, group: string) => {
  const { minSize, maxSize, desiredCapacity } = simulator.world.state.groups.get(group) ?? {};
  return { minSize, maxSize, desiredCapacity };
};

const told = async (web: Web): Promise<string[]> =>
  (await web.entries())
    .filter(({ action }) => action === "scheduled-action")
    .map(({ reason }) => reason.replace(/ was due at \S+ \S+/, ""));

/** Resolves at this minute of the scenario's first hour, which begins when schedules are made. */
async function minutesIn(web: Web, minutes: number): Promise<void> {
  await web.minutes(minutes - (web.simulator.clock.now() % 3_600_000) / 60_000);
}

for (const [kind, plan] of [
  ["one-off", schedule],
  ["recurring", scheduleDaily],
] as const) {
  scenario(
    `a ${kind} scale-out to 8 falls due in the bake: both sides have 8 within two minutes, with an entry`,
    {
      ...LONG_BAKE,
      leaves: { servers: 8 },
      before: (web) => plan(web, "morning", 10, { DesiredCapacity: 8 }),
    },
    async (web) => {
      await web.publish();
      await minutesIn(web, 12);
      expect(sizes(web, "web-g0002").desiredCapacity).toBe(8);
      expect(sizes(web, "web").desiredCapacity).toBe(8);
      expect(await told(web)).toEqual([
        "scheduled action morning while ScheduledActions is suspended: both sides have 8 servers now",
      ]);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
      expect(sizes(web, "web-g0002")).toEqual({ minSize: 2, maxSize: 10, desiredCapacity: 8 });
    },
  );
}

scenario(
  "a scale-in waits until traffic rests, and green gets its sizes then",
  {
    ...LONG_BAKE,
    leaves: { servers: 2, minimum: 1 },
    before: (web) => schedule(web, "evening", 10, { MinSize: 1, MaxSize: 5, DesiredCapacity: 2 }),
  },
  async (web) => {
    await web.publish();
    await minutesIn(web, 16);
    expect([sizes(web, "web"), sizes(web, "web-g0002")].map((each) => each.desiredCapacity)).toEqual([4, 4]);
    expect(await told(web)).toEqual([
      "scheduled action evening while ScheduledActions is suspended: 2 servers are enough when traffic rests",
    ]);
    await web.settled();
    expect(sizes(web, "web-g0002")).toEqual({ minSize: 1, maxSize: 5, desiredCapacity: 2 });
  },
);

scenario(
  "a rolled-back rollout leaves blue as its schedule would have",
  {
    ...LONG_BAKE,
    leaves: { servers: 3, minimum: 1 },
    before: async (web) => {
      await schedule(web, "morning", 8, { MinSize: 3, MaxSize: 12, DesiredCapacity: 8 });
      await schedule(web, "evening", 12, { MinSize: 1, DesiredCapacity: 3 });
    },
  },
  async (web) => {
    await web.publish();
    await minutesIn(web, 10);
    expect(sizes(web, "web")).toEqual({ minSize: 8, maxSize: 12, desiredCapacity: 8 });
    await minutesIn(web, 14);
    expect(sizes(web, "web").desiredCapacity).toBe(8);
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(sizes(web, "web")).toEqual({ minSize: 1, maxSize: 12, desiredCapacity: 3 });
  },
);

scenario(
  "what falls due while the fleet is frozen is carried out when it is lifted, once",
  {
    ...LONG_BAKE,
    leaves: { servers: 7 },
    before: async (web) => {
      await schedule(web, "first", 10, { DesiredCapacity: 6 });
      await schedule(web, "second", 11, { DesiredCapacity: 7 });
    },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const since = web.simulator.clock.now();
    await freeze(web.ledger, { fleet: "web", reason: "audit", by: "grace", since, until: since + 600_000 });
    await minutesIn(web, 13);
    expect(sizes(web, "web").desiredCapacity).toBe(4);
    await web.settled();
    expect(await told(web)).toHaveLength(2);
    expect(sizes(web, "web-g0002").desiredCapacity).toBe(7);
  },
);

scenario(
  "an action that somebody deletes before its time is not carried out",
  { ...LONG_BAKE, before: (web) => schedule(web, "morning", 12, { DesiredCapacity: 8 }) },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const which = { AutoScalingGroupName: "web", ScheduledActionName: "morning" };
    await web.person.autoScaling.send(new DeleteScheduledActionCommand(which));
    await minutesIn(web, 16);
    expect(sizes(web, "web").desiredCapacity).toBe(4);
    expect(await told(web)).toEqual([]);
    await web.settled();
  },
);

scenario(
  "a fleet that suspends its schedule by itself keeps it so, and nothing of it is carried out",
  {
    ...LONG_BAKE,
    leaves: { suspended: ["ScheduledActions"] },
    before: async (web) => {
      await schedule(web, "morning", 12, { DesiredCapacity: 8 });
      const which = { AutoScalingGroupName: "web", ScalingProcesses: ["ScheduledActions"] };
      await web.person.autoScaling.send(new SuspendProcessesCommand(which));
    },
  },
  async (web) => {
    await web.publish();
    await minutesIn(web, 16);
    expect([sizes(web, "web").desiredCapacity, await told(web)]).toEqual([4, []]);
    await web.settled();
  },
);

/** Minutes after which it falls due, by the phase in which that is. */
const DUE_IN = { ObserveGreen: 0.2, ValidateGreen: 0.8, ShiftTraffic: 1.8, Bake: 5, RetireBlue: 8 } as const;

for (const [phase, minutes] of Object.entries(DUE_IN)) {
  scenario(
    `a scale-out that falls due in ${phase} is carried out there`,
    {
      ...ELASTIC,
      declaration: { bake: "4m", retire: { drain: "5m", warm: "5m" } },
      leaves: { servers: 6 },
    },
    async (web) => {
      await schedule(web, "morning", minutes, { DesiredCapacity: 6 });
      await web.publish();
      await web.settled();
      const entries = (await web.entries()).filter(({ action }) => action === "scheduled-action");
      expect(entries.map((each) => each.phase)).toEqual([phase]);
      expect(sizes(web, "web-g0002")).toEqual({ minSize: 2, maxSize: 10, desiredCapacity: 6 });
    },
  );
}

scenario(
  "one that falls due while green is kept for study is blue's, by Auto Scaling itself",
  { ...ELASTIC, declaration: { onFailure: { keepGreen: "10m" } }, leaves: { servers: 6 } },
  async (web) => {
    await schedule(web, "morning", 20, { DesiredCapacity: 6 });
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect([sizes(web, "web").desiredCapacity, await told(web)]).toEqual([6, []]);
  },
);

scenario(
  "one that falls due while traffic goes back is carried out before blue's schedule runs again",
  { ...ELASTIC, declaration: { bake: "4m" }, leaves: { servers: 6 } },
  async (web) => {
    await schedule(web, "morning", 2.45, { DesiredCapacity: 6 });
    await web.publish();
    await web.until("Bake");
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(sizes(web, "web")).toEqual({ minSize: 2, maxSize: 10, desiredCapacity: 6 });
    expect(await told(web)).toHaveLength(1);
  },
);

scenario(
  "servers that pull: what blue's schedule takes while an aborted green is kept for study is not given back",
  {
    ...LONG_BAKE,
    strategy: "none",
    declaration: { ...LONG_BAKE.declaration, onFailure: { keepGreen: "30m" } },
    leaves: { servers: 4 },
    before: async (web) => {
      await schedule(web, "open", 10, { DesiredCapacity: 8 });
      await schedule(web, "close", 30, { DesiredCapacity: 4 });
    },
  },
  async (web) => {
    await web.publish();
    await minutesIn(web, 15);
    expect(sizes(web, "web-g0002").desiredCapacity).toBe(8);
    await web.abort();
    await minutesIn(web, 45);
    expect(sizes(web, "web").desiredCapacity).toBe(4);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(sizes(web, "web")).toEqual({ minSize: 2, maxSize: 10, desiredCapacity: 4 });
  },
);
