import { isQuarantined, liftQuarantine } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const SHIFTING = ["ModifyListener", "ModifyRule"];
const moves = (web: Web) => web.changes().filter(({ action }) => SHIFTING.includes(action));

scenario(
  "an image that never gets healthy is rolled back before any traffic moves, and quarantined",
  { declaration: { deadlines: { validate: "5m" } } },
  async (web) => {
    const image = await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", traffic: { setAt: null } });
    expect(rollout.outcomeReason).toMatch(/target-health.*not proved good within 5m/);
    // Green's target group was named at weight 0 and left the rule again, nothing else.
    expect(moves(web)).toHaveLength(2);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
    expect(await web.liveImage()).toBe(web.account.image);
  },
);

scenario(
  "a quarantined image is refused when it comes again, until a person lifts it",
  { declaration: { deadlines: { validate: "5m" } } },
  async (web) => {
    const image = await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    await web.person.putParameter(web.account.channel, web.account.image);
    await web.person.putParameter(web.account.channel, image);
    await web.minutes(1);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
    await web.start({ image });
    await web.settled();
    expect(web.states.at(-1)).toBe("Refused");
    expect((await web.entries()).at(-1)).toMatchObject({ action: "refused", reason: /quarantined/ });

    const at = web.simulator.clock.now();
    await liftQuarantine(web.ledger, {
      imageId: image,
      reach: null,
      by: "ada",
      reason: "the probe was wrong",
      at,
    });
    await web.start({ image });
    await web.settled();
    expect(await web.rollouts()).toHaveLength(2);
  },
);

scenario(
  "an image that answers with errors in the bake: one call takes it out of traffic",
  {
    declaration: { gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }], bake: "10m" },
  },
  async (web) => {
    const image = await web.publish({ "sim:error-rate": "0.5" });
    await web.until("RollBack");
    const before = moves(web).length;
    await web.settled();
    // Another takes it out of the rule, when it has none.
    expect(moves(web).length - before).toBe(2);
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
    expect(rollout.outcomeReason).toMatch(/alarm web-5xx is in ALARM/);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
  },
);

scenario(
  "an image that sickens in the bake is taken out of traffic",
  { declaration: { bake: "30m", deadlines: { validate: "2m" } }, leaves: { lost: true } },
  async (web) => {
    await web.publish({ "sim:sickens-seconds": "300" });
    await web.until("Bake");
    const before = moves(web).length;
    await web.settled();
    expect(moves(web).length - before).toBe(2);
    const { outcome, failure, endedAt, phaseStartedAt } = await web.rollout();
    expect({ outcome, phase: failure?.phase }).toEqual({ outcome: "rolled-back", phase: "Bake" });
    expect(failure?.reason).toMatch(/0 of green's servers are healthy/);
    // Traffic is back within one look of a bake, five minutes at most; the rest is green's own way out.
    expect(((endedAt ?? 0) - phaseStartedAt) / 60_000).toBeLessThan(3);
    const { lost, sent } = web.traffic.report();
    expect(lost / 100 / 60).toBeLessThan(6);
    expect(lost).toBeLessThan(sent);
  },
);

scenario(
  "a self-test that fails on the servers keeps the image out",
  { declaration: { gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }] } },
  async (web) => {
    const image = await web.publish({ "sim:command-exit-code": "3" });
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", traffic: { setAt: null } });
    expect(rollout.outcomeReason).toMatch(/command: failed on 4 servers.*exit code 3/);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
  },
);

scenario(
  "a server that answers the wrong status keeps the image out",
  {
    declaration: { gates: [{ kind: "http", path: "/healthz", expect: 204 }], deadlines: { validate: "2m" } },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", traffic: { setAt: null } });
    expect(rollout.outcomeReason).toMatch(/do not answer 204 .*: 200/);
  },
);

scenario(
  "a fleet that does not quarantine rolls back all the same",
  { declaration: { deadlines: { validate: "2m" }, onFailure: { quarantine: false } } },
  async (web) => {
    const image = await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);

scenario(
  "a failed green is kept for study, out of traffic, for as long as declared",
  { declaration: { deadlines: { validate: "2m" }, onFailure: { keepGreen: "1h" } } },
  async (web) => {
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.until("RollBack");
    await web.minutes(50);
    expect(web.simulator.world.state.groups.get("web-g0002")?.instances.size).toBe(4);
    await web.settled();
    expect(web.simulator.world.state.groups.get("web-g0002")?.instances.size ?? 0).toBe(0);
  },
);
