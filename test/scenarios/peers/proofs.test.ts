import { DeleteTagsCommand } from "@aws-sdk/client-ec2";
import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { sweepOnce } from "../../../rehearsal/rehearsal.ts";
import { liftQuarantine } from "../../../src/ledger/image-verdicts.ts";
import { greenWeight } from "../../support/scenarios/alarms.ts";
import { answers, approvalEvents, asksOf } from "../../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../../support/scenarios/harness.ts";
import { outcomes } from "../../support/scenarios/refused-image.ts";

// What users of others live by, replayed here: docs/peer-scenarios.md has the rows.

const APPROVED = { before: "shift", deadline: "1d", onDeadline: "reject" } as const;
const moves = (web: Web) => web.count("ModifyListener");
const inService = (web: Web, group: string) =>
  [...(web.simulator.world.state.groups.get(group)?.instances.values() ?? [])].filter(
    ({ lifecycleState }) => lifecycleState === "InService",
  ).length;

/** A sweep every six hours. */
async function sweptFor(web: Web, hours: number): Promise<void> {
  for (let left = hours; left > 0; left -= 6) {
    await web.minutes(6 * 60);
    await sweepOnce(web);
  }
}

scenario(
  "TestBlueGreenAnalysis: green passes its checks and waits for a yes while blue has the traffic; after the yes it moves, the check after it runs, and green is what is live",
  {
    declaration: {
      approval: APPROVED,
      gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }],
      bake: "20m",
    },
  },
  async (web) => {
    const image = await web.publish();
    await web.until("AwaitApproval");
    await web.minutes(60);
    expect(web.count("SendCommand")).toBeGreaterThan(0);
    expect([greenWeight(web), inService(web, "web"), await web.liveImage()]).toEqual([
      0,
      4,
      web.account.image,
    ]);
    const moved = moves(web);
    await answers(web, "approved");
    await sweepOnce(web);
    await web.until("Bake");
    expect([greenWeight(web), moves(web) > moved, await web.liveImage()]).toEqual([
      100,
      true,
      web.account.image,
    ]);
    const baked = web.simulator.clock.now();
    await web.settled();
    const released = (await web.rollout()).milestones["blue-released"] ?? 0;
    expect(released - baked).toBeGreaterThanOrEqual(20 * 60_000);
    expect([await outcomes(web), await web.liveImage()]).toEqual([[[image, "succeeded"]], image]);
  },
);

scenario(
  "TestBlueGreenPrePromotionFail: a check fails before any traffic, green is kept for as long as declared; the check mended and the image tried again, it goes live",
  {
    declaration: {
      gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }],
      onFailure: { keepGreen: "2h" },
    },
  },
  async (web) => {
    const image = await web.publish({ "sim:command-exit-code:selftest": "1" });
    await web.until("RollBack");
    await web.minutes(60);
    expect([inService(web, "web-g0002"), greenWeight(web)]).toEqual([4, 0]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      traffic: { setAt: null },
      failure: { phase: "ValidateGreen", imageAtFault: true },
    });
    expect(await web.liveImage()).toBe(web.account.image);
    // What the check asked for was wrong: the next servers of the same image answer it.
    await web.person.ec2.send(
      new DeleteTagsCommand({ Resources: [image], Tags: [{ Key: "sim:command-exit-code:selftest" }] }),
    );
    const at = web.simulator.clock.now();
    await liftQuarantine(web.ledger, {
      imageId: image,
      reach: "web",
      by: "ada",
      reason: "the check was wrong",
      at,
    });
    await sweepOnce(web);
    await web.settled();
    expect([await outcomes(web), await web.liveImage()]).toEqual([
      [
        [image, "succeeded"],
        [image, "rolled-back"],
      ],
      image,
    ]);
  },
);

scenario(
  "TestBlueGreenKitchenSink: no traffic before the time is over, green as large as blue before it has any, and a check that fails afterwards gives all of it back",
  {
    declaration: {
      approval: { before: "shift", deadline: "2h", onDeadline: "proceed" },
      gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }],
      bake: "20m",
    },
    group: { MaxSize: 12 },
    leaves: { lost: true, servers: 6 },
  },
  async (web) => {
    const image = await web.publish({ "sim:error-rate": "0.5" });
    await web.until("AwaitApproval");
    await web.minutes(30);
    // Blue grows while green waits.
    await web.person.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: "web", DesiredCapacity: 6 }),
    );
    await web.minutes(60);
    expect([greenWeight(web), inService(web, "web-g0002")]).toEqual([0, 4]);
    let whole = Number.POSITIVE_INFINITY;
    while (greenWeight(web) === 0) {
      await web.simulator.clock.sleep(1000);
      if (greenWeight(web) > 0) whole = inService(web, "web-g0002");
    }
    expect(whole).toBe(6);
    await web.settled();
    expect(approvalEvents(web).at(-1)).toEqual(["Approval Deadline Passed", image]);
    expect([await outcomes(web), greenWeight(web), await web.liveImage()]).toEqual([
      [[image, "rolled-back"]],
      0,
      web.account.image,
    ]);
  },
);

scenario(
  "TestBlueGreenProgressDeadlineExceededWithPause: a slow boot says what it waits for; past its deadline in a pause it is no failure, and it goes live once its servers answer",
  { declaration: { deadlines: { validate: "20m", rollout: "1h" } } },
  async (web) => {
    const image = await web.publish({ "sim:healthy-seconds": "4800" });
    await web.until("ValidateGreen");
    await web.minutes(15);
    expect((await web.rollout()).waiting?.reason).toMatch(/target-health: 4 more targets must be healthy/);
    await web.steer("pause", { seconds: 6 * 3600 });
    await web.minutes(90);
    expect(await web.rollout()).toMatchObject({ phase: "ValidateGreen", endedAt: null, failure: null });
    await web.steer("resume");
    await web.settled();
    expect([await outcomes(web), await web.liveImage()]).toEqual([[[image, "succeeded"]], image]);
  },
);

/** An image that never gets good, and how many minutes its green stays after its deadline. */
async function keptFor(web: Web): Promise<number> {
  await web.publish({ "sim:healthy-seconds": "never" });
  await web.until("RollBack");
  const at = web.simulator.clock.now();
  while (web.simulator.world.state.groups.has("web-g0002")) {
    expect(greenWeight(web)).toBe(0);
    await web.minutes(1);
  }
  return (web.simulator.clock.now() - at) / 60_000;
}
const LATE = { outcome: "rolled-back", failure: { phase: "ValidateGreen" } };

scenario(
  "ExceedProgressDeadlineAbort: past its deadline green gets no traffic, and stays for as long as is declared",
  { declaration: { deadlines: { validate: "5m" }, onFailure: { keepGreen: "3h" } } },
  async (web) => {
    const kept = await keptFor(web);
    expect([kept >= 180, kept < 190]).toEqual([true, true]);
    await web.settled();
    expect(await web.rollout()).toMatchObject(LATE);
  },
);

scenario(
  "ExceedProgressDeadlineAbort: past its deadline green goes at once where nothing is to be kept",
  { declaration: { deadlines: { validate: "5m" } } },
  async (web) => {
    expect(await keptFor(web)).toBeLessThan(10);
    await web.settled();
    expect(await web.rollout()).toMatchObject(LATE);
  },
);

scenario(
  "keel, manual judgement: it blocks until it is judged, is recorded as rejected by its deadline, and the next version is judged anew",
  { declaration: { approval: { before: "launch", deadline: "7d", onDeadline: "reject" } } },
  async (web) => {
    const first = await web.publish();
    await sweptFor(web, 6 * 24);
    expect([await web.rollouts(), web.changes()]).toEqual([[], []]);
    await sweptFor(web, 30);
    expect(await asksOf(web)).toMatchObject([
      { image: first, answer: { verdict: "rejected", by: "deadline", proof: "deadline" } },
    ]);
    await sweptFor(web, 24);
    expect([await web.rollouts(), web.changes()]).toEqual([[], []]);
    const second = await web.publish();
    await web.minutes(10);
    await answers(web, "approved", second);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[second, "succeeded"]]);
    expect(approvalEvents(web)).toEqual([
      ["Approval Wanted", first],
      ["Approval Wanted again", first],
      ["Approval Deadline Passed", first],
      ["Approval Wanted", second],
      ["Approval Given", second],
    ]);
  },
);
