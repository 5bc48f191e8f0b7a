import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { saidOf, statusOf, sweepFor } from "../support/scenarios/sweeps.ts";
import { dependency } from "../support/scenarios/dependency.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** What history, the record and the bus say while both sides are ill. */
const said = async (web: Web) => ({
  phase: (await web.rollout()).phase,
  gates: (await web.rollout()).gates.map(({ verdict }) => verdict),
  stands: (await web.entries()).filter(({ action }) => action === "stand").length,
});
scenario(
  "what both sides depend on is away when green is judged: it stands, is said once, and goes on afterwards",
  { leaves: { lost: true } },
  async (web) => {
    const image = await web.publish();
    await web.until("ValidateGreen");
    dependency(web, "away");
    await sweepFor(web, 10);
    expect(await said(web)).toEqual({ phase: "ValidateGreen", gates: ["stand"], stands: 1 });
    expect(saidOf(web, "both-ill")).toEqual([expect.stringMatching(/stands: blue fails the same as green/)]);
    expect(await statusOf(web)).toContainEqual(["both-ill", true]);
    dependency(web, "there");
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "it stays away: the rollout ends without blame, and the image is tried again",
  { declaration: { deadlines: { validate: "5m" } }, leaves: { lost: true } },
  async (web) => {
    const image = await web.publish();
    await web.until("ValidateGreen");
    dependency(web, "away");
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { error: "BothIll", imageAtFault: false },
    });
    expect((await web.rollout()).outcomeReason).toMatch(/of blue: 4 more targets must be healthy/);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect(await readExcept(web.ledger, "web")).toEqual([]);
    dependency(web, "there");
    await sweepFor(web, 10);
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "what both sides depend on is away for ten minutes of the bake: green keeps the traffic, and bakes on",
  { declaration: { bake: "30m" }, leaves: { lost: true } },
  async (web) => {
    const image = await web.publish();
    await web.until("Bake");
    dependency(web, "away");
    await sweepFor(web, 10);
    expect(await said(web)).toMatchObject({ phase: "Bake", stands: 1 });
    expect(saidOf(web, "both-ill")).toHaveLength(1);
    dependency(web, "there");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", failure: null });
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "it stays away in the bake until the deadline: the rollout goes back when blue answers, and blames nobody",
  { declaration: { bake: "1h", deadlines: { validate: "5m" } }, leaves: { lost: true } },
  async (web) => {
    const image = await web.publish();
    await web.until("Bake");
    dependency(web, "away");
    await web.until("RollBack");
    await web.minutes(5);
    dependency(web, "there");
    await web.settled();
    const [last, first = last] = await web.rollouts();
    expect(first).toMatchObject({
      outcome: "rolled-back",
      failure: { error: "BothIll", imageAtFault: false },
    });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);

scenario(
  "green's checks see it twenty seconds before blue's: green is left, and nobody is blamed",
  { declaration: { bake: "30m" }, leaves: { lost: true } },
  async (web) => {
    const image = await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    dependency(web, "away", ["web-g0002"]);
    await web.until("RollBack");
    dependency(web, "away", ["web"]);
    await web.minutes(3);
    dependency(web, "there");
    await web.settled();
    const rollouts = await web.rollouts();
    expect(rollouts.at(-1)).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: false } });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);

scenario(
  "green alone is ill in the bake: blue answers, and the image is blamed",
  { declaration: { bake: "30m" }, leaves: { lost: true } },
  async (web) => {
    const image = await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    dependency(web, "away", ["web-g0002"]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
  },
);
