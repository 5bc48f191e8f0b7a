import { listEntries } from "../../src/ledger/entries.ts";
import { putWaiting, waitingRequest } from "../../src/ledger/requests.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
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
      image,
      force: false,
      by: "execution console",
      evidence: { reason: "kernel fix" },
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

scenario("an odd image typed while a rollout runs does not make that one fail", {}, async (web) => {
  const image = await web.publish();
  await web.until("ShiftTraffic");
  const odd = { fleet: "web", request: { image: "my new image" } };
  expect(await type(web, odd)).toMatchObject({ error: "Refused" });
  expect(await waitingRequest(web.ledger, "web")).toBeUndefined();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
  expect(web.states.at(-1)).toBe("Replaced");
});

scenario(
  "a waiting request that can never be started is dropped, and the close succeeds",
  {},
  async (web) => {
    // As 0.1.0 wrote what somebody typed into the console.
    const at = web.simulator.clock.now();
    const request = {
      reason: "operator",
      image: "my new image",
      force: false,
      by: "ada",
      at,
      evidence: {},
    } as const;
    await putWaiting(web.ledger, "web", request);
    const id = await web.start({ force: true });
    expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
    expect(await waitingRequest(web.ledger, "web")).toBeUndefined();
    const dropped = (await web.entries()).filter(({ action }) => action === "drop-request");
    expect(dropped).toMatchObject([
      {
        actor: "start-waiting",
        reason: expect.stringMatching(
          /^the request that waited cannot be started, so it is dropped: .*InvalidName/,
        ),
        evidence: { given: JSON.stringify(request) },
      },
    ]);
    // The next one is not held up.
    expect(await type(web, { fleet: "web", force: true }, "next")).toMatchObject({ status: "SUCCEEDED" });
  },
);
