import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { putAlarm, setAlarm } from "../support/scenarios/alarms.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";

const gates = [{ kind: "target-health" as const }, { kind: "alarm" as const, alarms: ["web-5xx"] }];
const network = { subnets: ["subnet-a", "subnet-b"] };
const SICK = { "sim:boot-seconds": "20", "sim:healthy-seconds": "5", "sim:error-rate": "0.5" };

/** Blue answers half of its requests with errors, and the fleet's alarm rings for it. */
const incident: ScenarioPlan = {
  image: SICK,
  declaration: { gates, deadlines: { validate: "10m" } },
  leaves: { lost: true },
};

const onRecord = async (web: Web): Promise<string[]> =>
  (await web.entries()).filter(({ action }) => action === "not-judged").map(({ reason }) => reason);

scenario("the fix of an incident goes through while the fleet's alarm rings", incident, async (web) => {
  const image = await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", failure: null });
  expect(await web.liveImage()).toBe(image);
  const [first, last] = [(await onRecord(web))[0], (await onRecord(web)).at(-1)];
  expect(first).toMatch(/^alarm: alarm web-5xx has been in ALARM since .*: it is not judged while old/);
  expect(last).toMatch(/it counts from/);
  expect(web.simulator.world.state.alarms.get("web-5xx")?.state).toBe("OK");
});

scenario(
  "a fix that does not fix is no success, and not blamed: blue stays until a person, or the next image",
  incident,
  async (web) => {
    const image = await web.publish({ "sim:error-rate": "0.5" });
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "needs-person", failure: { error: "StillRinging" } });
    expect(rollout.outcomeReason).toMatch(/web-5xx has been in ALARM since .* still rings with all/);
    expect(rollout.milestones["blue-released"]).toBeUndefined();
    // One minute's alarm looks at five minutes; then it has the time that any gate has.
    const counted = (rollout.endedAt ?? 0) - (rollout.traffic.setAt ?? 0);
    expect(counted / 60_000).toBeGreaterThan(15);
    expect(counted / 60_000).toBeLessThan(18);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);

    const fix = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ outcome }) => outcome)).toEqual(["succeeded", "succeeded"]);
    expect(await web.liveImage()).toBe(fix);
  },
);

scenario(
  "a release without a bake waits for the alarm that rang before, as long as that looks back",
  {
    declaration: { gates: [{ kind: "alarm", alarms: ["web-sad"] }], bake: "0s" },
    before: async (web) => {
      await putAlarm(web);
      setAlarm(web, "ALARM");
    },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const began = web.simulator.clock.now();
    await web.minutes(2);
    expect((await web.rollout()).phase).toBe("Bake");
    setAlarm(web, "OK");
    await web.until("RetireBlue");
    expect((web.simulator.clock.now() - began) / 1000).toBeLessThan(150);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);

scenario(
  "an alarm that has rung since before the first generation had traffic counts when it has all of it",
  {
    firstGeneration: true,
    declaration: {
      gates: [{ kind: "alarm", alarms: ["web-sad"] }],
      capacity: { initial: { min: 4, max: 8, desired: 4 } },
      network,
    },
    before: async (web) => {
      await putAlarm(web);
      setAlarm(web, "ALARM");
    },
    leaves: { lost: true },
  },
  async (web) => {
    const started = web.start();
    await web.until("Bake");
    await web.minutes(4);
    expect((await web.rollout()).phase).toBe("Bake");
    setAlarm(web, "OK");
    await started;
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);
