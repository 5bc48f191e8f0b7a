import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

/*
 * What other tools test of pausing, promoting and going back, told of moult: after tests of Argo Rollouts by their names, and
 * two of its issues.
 */
const SLOW = {
  traffic: { steps: ["10%", "100%"], pause: "30m" },
  declaration: { bake: "30m", retire: { drain: "10s", warm: "30m" } },
} as const;

const actions = async (web: Web): Promise<string[]> =>
  (await web.entries())
    .filter(({ actor, action }) => actor === "ada" && action !== "adopt")
    .map(({ action = "" }) => action);

scenario(
  "TestBlueGreenPromoteFull: checks that were not asked yet are skipped, and recorded as skipped",
  {
    ...SLOW,
    declaration: {
      ...SLOW.declaration,
      gates: [
        { kind: "target-health", for: "10s" },
        { kind: "command", document: "AWS-RunShellScript", commands: ["false"] },
      ],
    },
  },
  async (web) => {
    const image = await web.publish();
    await web.until("ObserveGreen");
    await web.steer("promote", { reason: "no time to check" });
    await web.settled();
    const run = await web.rollout();
    expect(run).toMatchObject({ outcome: "succeeded", imageTo: image });
    expect(run.promotion?.skipped.slice(0, 2)).toEqual(["gate target-health", "gate command"]);
    expect(web.count("SendCommand")).toBe(0);
  },
);

scenario(
  "TestBlueGreenProgressDeadlineExceededWithPause: waiting in a pause longer than the deadline is no failure",
  {
    ...SLOW,
    declaration: { ...SLOW.declaration, deadlines: { rollout: "1h", validate: "5m" } },
  },
  async (web) => {
    await web.publish();
    await web.until("ValidateGreen");
    await web.steer("pause", { seconds: 6 * 3600 });
    await web.minutes(300);
    expect(await web.rollout()).toMatchObject({ phase: "ValidateGreen", endedAt: null, failure: null });
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);

scenario(
  "TestBlueGreenScaleDownOnAbort: aborted in a pause, green is gone and blue is whole",
  SLOW,
  async (web) => {
    const image = await web.publish();
    await web.untilShifted(10);
    await web.steer("pause");
    await web.minutes(20);
    const asked = web.simulator.clock.now();
    await web.steer("abort", { reason: "not good" });
    while ((await web.rollout()).failure === null) await web.simulator.clock.sleep(1000);
    expect((web.simulator.clock.now() - asked) / 1000).toBeLessThanOrEqual(80);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
  },
);

scenario(
  "TestRolloutAbortRetryPromote: aborted, begun again and promoted, what was done is told in that order",
  SLOW,
  async (web) => {
    const image = await web.publish();
    await web.untilShifted(10);
    await web.steer("abort");
    await web.settled();
    web.engine.startWith("again", { fleet: "web", do: "retry", reason: "a false alarm", by: "ada" });
    await web.until("ShiftTraffic");
    await web.untilShifted(10);
    await web.steer("promote");
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
    expect(await actions(web)).toEqual(["abort", "retry", "promote"]);
  },
);

scenario(
  "TestBlueGreenAbortAndUpdate: while image 2 is paused before traffic, image 3 takes its place",
  SLOW,
  async (web) => {
    const second = await web.publish();
    await web.until("ValidateGreen");
    await web.steer("pause");
    const third = await web.publish();
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [third, "succeeded"],
      [second, "superseded"],
    ]);
  },
);

scenario(
  "Argo #1292: abort, pause and promote with no rollout in progress leave the fleet alone",
  {},
  async (web) => {
    for (const act of ["abort", "pause", "resume", "promote", "rollback"] as const)
      expect(await web.steer(act)).toMatchObject({ changed: false, rollout: null });
    expect([web.changes(), await actions(web)]).toEqual([[], []]);
  },
);

scenario(
  "rollback while warm: all traffic is back within 15 s of the look and 90 s of the command, nothing is launched, no request is lost",
  SLOW,
  async (web) => {
    const image = await web.publish();
    while ((await web.rollouts())[0]?.milestones.warm === undefined) await web.simulator.clock.sleep(1000);
    await web.minutes(3);
    const [launched, moved] = [web.count("CreateAutoScalingGroup"), web.count("ModifyListener")];
    const asked = web.simulator.clock.now();
    await web.steer("rollback", { reason: "checkout is broken" });
    await web.settled();
    const run = await web.rollout();
    const back = (await web.entries()).find(({ at, action }) => at >= asked && action === "ModifyListener");
    const heard = (await web.entries()).find(({ at, action }) => at >= asked && action === "roll-back");
    expect(((back?.at ?? 0) - asked) / 1000).toBeLessThanOrEqual(90);
    expect(((back?.at ?? 0) - (heard?.at ?? 0)) / 1000).toBeLessThanOrEqual(15);
    expect(web.count("CreateAutoScalingGroup")).toBe(launched);
    expect(web.count("ModifyListener")).toBeGreaterThan(moved);
    expect(web.traffic.report()).toMatchObject({ lost: 0 });
    expect(run).toMatchObject({ outcome: "rolled-back", abort: { act: "rollback", requestedBy: "ada" } });
    expect(await web.liveImage()).not.toBe(image);
    const said = web.published.find((event) => event["detail-type"] === "Rollout Rolled Back");
    expect(said?.detail).toMatchObject({ by: "ada" });
  },
);

scenario(
  "rollback after the release: a rollout of its own to what ran before, and what was left stays refused",
  {},
  async (web) => {
    const before = web.account.image;
    const image = await web.publish();
    await web.settled();
    web.engine.startWith("back", { fleet: "web", do: "rollback", reason: "checkout is broken", by: "ada" });
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [before, "succeeded"],
      [image, "succeeded"],
    ]);
    expect(await web.liveImage()).toBe(before);
    // The channel names it still.
    await web.start();
    await web.settled();
    expect(await web.liveImage()).toBe(before);
  },
);
