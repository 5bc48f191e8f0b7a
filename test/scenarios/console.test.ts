import { publishBuild } from "../../simulator/services/imagebuilder/builds.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";
import { WRONG_INPUTS } from "../support/step/wrong-inputs.ts";

/** What somebody types into the console; answers how the execution ended. */
async function type(web: Web, input: unknown, name = "console") {
  web.engine.startWith(name, input);
  const { status, error, cause } = await web.engine.settled(name);
  return { status, error, cause };
}

scenario("the console's shortest input: the declared image, by nobody named", {}, async (web) => {
  web.listening = false;
  const image = await web.publish();
  web.engine.startWith("console", { fleet: "web" });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
});

scenario("the console's whole input: an image and a person's words", {}, async (web) => {
  const image = await web.bake();
  expect(await type(web, { fleet: "web", image, reason: "kernel fix" })).toMatchObject({
    status: "SUCCEEDED",
  });
  expect(await web.rollout()).toMatchObject({
    imageTo: image,
    cause: {
      reason: "operator",
      by: "execution console",
      serves: [expect.stringContaining(`execution console pinned ${image} (kernel fix)`)],
    },
  });
});

scenario("the console's force: every server is replaced by the same image", {}, async (web) => {
  expect(await type(web, { fleet: "web", force: true, reason: "certificates" })).toMatchObject({
    status: "SUCCEEDED",
  });
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: web.account.image });
});

scenario("what is typed wrong is refused with a sentence, and nothing is changed", {}, async (web) => {
  const before = await web.entries();
  for (const [index, [input, cause]] of WRONG_INPUTS.entries())
    expect(await type(web, input, `typed-${index}`)).toEqual({ status: "FAILED", error: "Refused", cause });
  expect([web.changes(), await web.rollouts(), await web.entries()]).toEqual([[], [], before]);
  const states = ["Admit", "AdmitVerdict", "Refused"];
  expect(web.states).toEqual(WRONG_INPUTS.flatMap(() => states));
  const written = (await listEntries(web.ledger, null)).filter(({ kind }) => kind === "decision");
  expect(written.map(({ rollout, action }) => [rollout, action])).toEqual(
    WRONG_INPUTS.map((_input, index) => [`typed-${index}`, "refused"]),
  );
});

scenario("a fleet that nobody declared is refused, and gets no history", {}, async (web) => {
  for (const [name, input] of [
    ["one", { fleet: "wbe" }],
    ["two", { fleet: "wbe", force: true }],
  ] as const)
    expect(await type(web, input, name)).toEqual({
      status: "FAILED",
      error: "Refused",
      cause: "no fleet is named wbe: see moult fleet list, or declare it with moult fleet apply",
    });
  expect(await type(web, { fleet: "wbe", recover: "wbe-1" }, "three")).toEqual({
    status: "FAILED",
    error: "Refused",
    cause: "the ledger has no rollout wbe-1 of fleet wbe",
  });
  expect(await web.ledger.list("fleet#wbe")).toEqual([]);
});

scenario(
  "odd images typed while a rollout runs: that one succeeds, and so does every later one",
  {},
  async (web) => {
    const image = await web.publish();
    await web.until("ShiftTraffic");
    const before = await readWanted(web.ledger, "web");
    for (const [name, odd] of [
      ["odd", { fleet: "web", image: "my new image" }],
      ["odd-older", { fleet: "web", request: { image: "my new image" } }],
    ] as const)
      expect(await type(web, odd, name)).toMatchObject({ status: "FAILED", error: "Refused" });
    expect(await readWanted(web.ledger, "web")).toEqual(before);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
    expect(web.states.at(-1)).toBe("Replaced");
    const id = await web.start({ force: true });
    expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
    const newer = await web.publish();
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [newer, "succeeded"],
      [image, "succeeded"],
      [image, "succeeded"],
    ]);
  },
);

scenario("an odd image that 0.1.0 left waiting holds nothing up", {}, async (web) => {
  const request = { reason: "operator", image: "my new image", force: false, by: "ada", at: 1, evidence: {} };
  const key = { partition: "fleet#web", sort: "waiting-request" };
  await web.ledger.put({ ...key, schema: 1, body: { request } }, "absent");
  const image = await web.publish();
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  expect((await readWanted(web.ledger, "web")).pin).toBeNull();
});

const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web-golden";

for (const declared of [PIPELINE, PIPELINE.replace("image-pipeline/web-golden", "image/web-golden/1.0.0/1")])
  scenario(
    `the console's shortest input, for a fleet of Image Builder's: ${declared.split(":").at(-1)}`,
    { declaration: { image: { imageBuilder: declared } } },
    async (web) => {
      web.listening = false;
      const image = await web.bake();
      publishBuild(web.simulator.world, { name: "web-golden", amis: [{ image }], pipelineArn: PIPELINE });
      expect(await type(web, { fleet: "web" })).toMatchObject({ status: "SUCCEEDED" });
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
    },
  );
