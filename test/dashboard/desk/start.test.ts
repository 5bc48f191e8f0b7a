import { expect, test } from "vitest";
import { changeAttempts } from "../../../src/ledger/attempts.ts";
import { withAttempt } from "../../../src/domain/decide/attempts.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { sitting } from "../../support/dashboard/sitting.ts";

const IMAGE = "ami-0123456789abcdef0";
const SOURCE = "channel /images/web";

/** As it was read from the channel last. */
const named = (ledger: Ledger, image: string) =>
  changeWanted(ledger, "web", (before) => ({
    ...before,
    named: { image, madeAt: null, source: SOURCE, by: "a scan", evidence: {}, at: NOON },
    template: { id: "lt-0abc", version: 1, at: NOON },
  }));

test("what is due by the declaration is begun, and said with what it replaces", async () => {
  const { desk, preview, agree, ledger, asks } = await sitting({ record: null });
  await named(ledger, IMAGE);
  expect(await preview("start")).toMatchObject({
    title: "Start a rollout of web",
    blocked: null,
    effects: [
      `What ${SOURCE} names is read first: it was ${IMAGE} when it was read last.`,
      `A rollout to ${IMAGE} begins, in place of generation 6.`,
    ],
    not: ["No gate, approval, window, budget or quarantine is passed over."],
    irreversible: ["The servers that it replaces are terminated at its end."],
    typed: "web",
    lasts: null,
    command: "moult rollout start web --reason …",
  });
  expect(await desk.act(await agree("start", { typed: "web" }))).toMatchObject({
    done: true,
    words: expect.stringContaining("web-2"),
  });
  expect(asks).toEqual([{ image: null, until: null, launchedBefore: null, by: "ada", reason: "ticket 7" }]);
});

test("what nobody knows to be due may be all the same: it is read first, and not kept from anybody", async () => {
  const { preview } = await sitting({ record: null });
  expect(await preview("start")).toMatchObject({
    blocked: null,
    effects: [
      `What ${SOURCE} names is read first: it was not known when it was read last.`,
      expect.stringContaining("Nothing begins at once: no image is known from channel /images/web"),
    ],
    irreversible: [],
  });
});

test("an image is pinned for as long as is said, and the wait after a failure is over", async () => {
  const { desk, preview, agree, ledger, asks, now } = await sitting({ record: null });
  const ended = { fleet: "web", run: "web-0", image: IMAGE, reason: "no capacity", backsOff: true };
  await changeAttempts(ledger, "web", (before) => withAttempt(before, { ...ended, now: now() - 1000 }));
  expect(await preview("start", { item: IMAGE })).toMatchObject({
    effects: [
      expect.stringContaining("Whether it can be launched here is looked at first"),
      expect.stringContaining(`${IMAGE} is pinned`),
      "The wait after the last failure is over.",
      `A rollout to ${IMAGE} begins, in place of generation 6.`,
      "It waits for no window and no budget, for a slot of the account alone.",
    ],
    not: ["No gate, approval or quarantine is passed over."],
    lasts: "",
    command: `moult rollout start web --image ${IMAGE} --reason …`,
  });
  const consent = await agree("start", { item: IMAGE, typed: "web", lasts: "2h" });
  expect(await desk.act(consent)).toMatchObject({ done: true });
  expect(asks).toMatchObject([{ image: IMAGE, until: now() + 7_200_000, launchedBefore: null }]);
});

test("every server is replaced where that is chosen, which was read a minute before it was agreed to", async () => {
  const { desk, agree, ledger, asks, pass, preview } = await sitting({ record: null });
  await named(ledger, "ami-0aaa");
  expect((await preview("start")).effects[1]).toMatch(/Nothing begins at once: every server runs ami-0aaa/);
  const consent = await agree("start", { option: true, typed: "web" });
  pass(60_000);
  expect(await desk.act(consent)).toMatchObject({ done: true });
  expect(asks).toMatchObject([{ image: null, launchedBefore: "now" }]);
});

test("a window holds what is only due, and not what a person asks for", async () => {
  // Noon is a Saturday's.
  const { preview, ledger } = await sitting({
    declares: { windows: { allow: ["Mon 09:00-10:00 UTC"] } },
    record: null,
  });
  await named(ledger, IMAGE);
  expect((await preview("start")).blocked).toMatch(/window/);
  const free = "It waits for no window and no budget, for a slot of the account alone.";
  for (const [image, chosen] of [
    ["ami-0fedcba9876543210", { item: "ami-0fedcba9876543210" }],
    [IMAGE, { option: true }],
  ] as const) {
    const { blocked, effects } = await preview("start", chosen);
    const begins = `A rollout to ${image} begins, in place of generation 6.`;
    expect([blocked, effects.slice(-2)]).toEqual([null, [begins, free]]);
  }
});

test("the image that the declaration names is not pinned, whatever end is sent with it", async () => {
  const { desk, agree, preview, ledger, asks } = await sitting({
    declares: { windows: { allow: ["Mon 09:00-10:00 UTC"] } },
    record: null,
  });
  await named(ledger, IMAGE);
  expect(await preview("start", { item: IMAGE })).toMatchObject({
    effects: [
      expect.anything(),
      `${IMAGE} is what the declaration names: nothing is pinned, and a pin that stands is lifted.`,
      expect.stringContaining("Nothing begins at once: the next window"),
    ],
    not: ["No gate, approval, window, budget or quarantine is passed over."],
    lasts: null,
  });
  const consent = await agree("start", { item: IMAGE, typed: "web", lasts: "2h" });
  expect(await desk.act(consent)).toMatchObject({ done: true });
  expect(asks).toMatchObject([{ image: IMAGE, until: null }]);
});

test("a rollout that would roll back to make room is named, and the fleet is typed", async () => {
  const { desk, preview, agree, asks } = await sitting();
  const { effects } = await preview("start", { item: IMAGE });
  expect(effects).toContain("Rollout web-1 to ami-0bbb rolls back to make room for it.");
  expect(await desk.act(await agree("start", { item: IMAGE, typed: "api" }))).toMatchObject({
    done: false,
    words: "nothing was changed: type web to carry it out",
  });
  expect(asks).toEqual([]);
});

test.each([
  ["what is no image", { item: "web-golden" }, async () => undefined, /web-golden is no id of an image/],
  [
    "an image in quarantine",
    { item: IMAGE },
    (ledger: Ledger) =>
      quarantine(ledger, {
        imageId: IMAGE,
        reach: null,
        fleet: "web",
        rollout: "web-0",
        reason: "bad",
        at: 1,
      }),
    /is quarantined: bad; moult quarantine lift/,
  ],
  [
    "a fleet that is frozen",
    { item: IMAGE },
    (ledger: Ledger) =>
      freeze(ledger, { fleet: "web", reason: "audit", by: "bob", since: NOON, until: null }),
    /web is frozen: audit/,
  ],
  ["nothing, while a rollout runs", {}, async () => undefined, /rollout web-1 goes to ami-0bbb/],
])("a start of %s is not carried out, and says why", async (_what, chosen, prepare, why) => {
  const { desk, preview, agree, ledger, asks } = await sitting();
  await prepare(ledger);
  expect((await preview("start", chosen)).blocked).toMatch(why);
  expect(await desk.act(await agree("start", { ...chosen, typed: "web" }))).toMatchObject({ done: false });
  expect(asks).toEqual([]);
});

test("what was read of one image is no yes to another, nor to every server", async () => {
  const { desk, agree, asks } = await sitting({ record: null });
  const consent = await agree("start", { item: IMAGE, typed: "web" });
  for (const other of [{ item: "ami-0fedcba9876543210" }, { option: true }])
    expect(await desk.act({ ...consent, ...other })).toMatchObject({
      done: false,
      words: expect.stringContaining("read it again"),
    });
  expect(asks).toEqual([]);
});

test("a reason that no execution would carry is refused before anything is begun", async () => {
  const { desk, agree, asks } = await sitting({ record: null });
  const consent = await agree("start", { typed: "web", reason: "x".repeat(257) });
  expect(await desk.act(consent)).toMatchObject({
    done: false,
    words: "the reason must have at most 256 characters",
  });
  expect(asks).toEqual([]);
});

test("a fleet that is frozen has its button, which says why it can do nothing", async () => {
  const { desk, ledger } = await sitting();
  await freeze(ledger, { fleet: "web", reason: "audit", by: "bob", since: NOON, until: null });
  const model = await desk.read({ page: "fleet", fleet: "web" });
  expect(model.page === "fleet" && model.offers).toContainEqual(
    expect.objectContaining({
      act: "start",
      title: "Start a rollout of web",
      blocked: "web is frozen: audit",
    }),
  );
});
