import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { embeddedEngine } from "../../src/engine/embedded-engine.ts";
import { machineFiles } from "../../src/engine/machine-files.ts";
import { runTask } from "../../src/engine/run-task.ts";
import { freezeFleet } from "../../src/operator/freeze-fleet.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { needsPerson, settling, blueIsMended } from "../support/scenarios/blue-falls-ill.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const detailsOf = ({ published }: Web, type: string): Readonly<Record<string, unknown>>[] =>
  published.flatMap((event) => (event["detail-type"] === type ? [event.detail] : []));

/** What the acts of a person work on. */
const acting = ({ ledger, simulator }: Web) => ({ ledger, clock: simulator.clock });

scenario(
  "each step of the traffic is told once it is read back, with what is told of the end",
  {},
  async (web) => {
    await web.publish();
    await web.settled();
    await Promise.all([sweepOnce(web), sweepOnce(web)]);
    const shifts = detailsOf(web, "Traffic Shifted");
    const { traffic, id } = await web.rollout();
    expect(shifts).toHaveLength(traffic.step);
    expect(shifts.at(-1)).toMatchObject({
      id: `traffic-shifted-${id}-${traffic.step}`,
      percent: 100,
      sentence: `green has 100% of the traffic, read back; step ${traffic.step} of ${traffic.step}`,
    });
    // One call for the begin, and one for all that came since.
    expect(web.simulator.calls.records.filter(({ action }) => action === "PutEvents")).toHaveLength(2);
  },
);

scenario("two processes carry the same rollout: each event once", {}, async (web) => {
  const validating = web.until("ValidateGreen");
  await web.publish();
  await validating;
  const [name = ""] = web.engine.running();
  const other = embeddedEngine({
    machines: machineFiles(),
    clock: web.simulator.clock,
    random: () => 0.5,
    runTask: (resource, input) => runTask(resource, input, web.runtime),
  });
  other.startWith(name, { fleet: "web" });
  await Promise.all([web.settled(), other.settled(name)]);
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  const types = web.published.map((event) => event["detail-type"]);
  expect(types.filter((type) => type !== "Traffic Shifted")).toEqual([
    "Rollout Started",
    "Rollout Succeeded",
  ]);
  expect(new Set(web.published.map(({ detail }) => detail["id"])).size).toBe(types.length);
});

scenario("a person asks for what runs already: nothing to do is told to them", {}, async (web) => {
  const id = await web.start({ image: web.account.image, by: "ada@laptop", reason: "to be sure" });
  await web.settled();
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  expect(detailsOf(web, "Nothing To Do")).toMatchObject([{ rollout: id, by: "ada@laptop" }]);
  expect(web.published).toHaveLength(1);
});

scenario(
  "a freeze of three hours is told of an hour before its end, once; one of half an hour is not",
  {},
  async (web) => {
    const frozen = { fleet: "web", by: "ada", reason: "audit", seconds: 3 * 3600 };
    await freezeFleet({ ...frozen, seconds: 1800 }, acting(web));
    await sweepOnce(web);
    await web.minutes(31);
    await freezeFleet(frozen, acting(web));
    await web.minutes(118);
    await sweepOnce(web);
    expect(detailsOf(web, "Freeze About To End")).toEqual([]);
    for (let sweeps = 0; sweeps < 3; sweeps += 1) {
      await web.minutes(5);
      await Promise.all([sweepOnce(web), sweepOnce(web)]);
    }
    expect(detailsOf(web, "Freeze About To End")).toMatchObject([
      {
        fleet: "web",
        by: "ada",
        reason: "audit",
        next: [expect.stringMatching(/^moult freeze web /), expect.anything()],
      },
    ]);
    await web.minutes(60);
  },
);

scenario("the end of a freeze of every fleet is told of the account", {}, async (web) => {
  await freezeFleet({ fleet: null, by: "ada", reason: "audit", seconds: 2 * 3600 }, acting(web));
  await web.minutes(65);
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  expect(detailsOf(web, "Freeze About To End")).toMatchObject([{ fleet: null, thread: "account" }]);
  await web.minutes(60);
});

scenario(
  "another version sweeps: an upgrade is told once, and the first one ever is none",
  {},
  async (web) => {
    const sweepAs = (version: string) => sweep(openSweepContext({ ...web.runtimeOf("sweep"), version }));
    await sweepAs("0.2.0");
    await web.minutes(5);
    await Promise.all([sweepAs("0.3.0"), sweepAs("0.3.0")]);
    await sweepAs("0.3.0");
    // From a shell: nobody's that is deployed.
    await sweepOnce(web);
    expect(detailsOf(web, "Stack Upgraded")).toMatchObject([
      {
        from: "0.2.0",
        to: "0.3.0",
        fleet: null,
        sentence: expect.stringMatching(/^moult 0\.3\.0 is deployed, after 0\.2\.0;/),
      },
    ]);
  },
);

scenario(
  "what needed a person is over: that is told an hour later, once",
  { declaration: { deadlines: { rollout: "1h" } }, leaves: { lost: true } },
  async (web) => {
    await needsPerson(web);
    await sweepOnce(web);
    await blueIsMended(web);
    await settling(web, "blue");
    await web.settled();
    for (let sweeps = 0; sweeps < 11; sweeps += 1) {
      await sweepOnce(web);
      await web.minutes(5);
    }
    expect(detailsOf(web, "Attention Cleared").filter(({ kind }) => kind === "needs-person")).toEqual([]);
    for (let sweeps = 0; sweeps < 4; sweeps += 1) {
      await web.minutes(5);
      await Promise.all([sweepOnce(web), sweepOnce(web)]);
    }
    expect(detailsOf(web, "Attention Cleared").filter(({ kind }) => kind === "needs-person")).toMatchObject([
      {
        fleet: "web",
        sentence: expect.stringMatching(/^over since .*Z, and not back for an hour: rollout /),
      },
    ]);
  },
);
