import { describe, expect, test } from "vitest";
import { NO_ATTEMPTS, withAttempt } from "../../../src/domain/decide/attempts.ts";
import type { Ask } from "../../../src/domain/run/start-input.ts";
import { Throttled } from "../../../src/errors/errors.ts";
import { changeAttempts, readAttempts } from "../../../src/ledger/attempts.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { putExcept } from "../../../src/ledger/except.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { changeWanted, readWanted } from "../../../src/ledger/wanted.ts";
import { takeAsk } from "../../../src/rollout/admission/take-ask.ts";
import { fakePlan, type PlanWorld } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const [OLD, NEW, OTHER] = ["ami-0000aaaa", "ami-0000bbbb", "ami-0000cccc"];
const IMAGES = { [OLD]: { day: 1 }, [NEW]: { day: 2 }, [OTHER]: { day: 3 } };
const NOTHING_SAID: Ask = { image: null, until: null, launchedBefore: null, by: null, reason: null };
type World = Awaited<ReturnType<typeof fakePlan>>;

const open = (world: PlanWorld = {}) => fakePlan({ images: IMAGES, ...world });
const take = ({ fleet, context }: World, ask: Partial<Ask>, execution = "web-1") =>
  takeAsk({ fleet, execution, ask: { ...NOTHING_SAID, ...ask } }, context);
const failed = { fleet: "web", run: "web-0", image: NEW, reason: "no capacity", backsOff: true, now: NOW };

describe("what a person asks for", () => {
  test("is written down with who and why, and is what the fleet should be from then on", async () => {
    const world = await open();
    const ask = { image: OTHER, until: NOW + 9, launchedBefore: 7, by: "ada", reason: "as it was" };
    expect(await take(world, ask)).toBeNull();
    expect(await readWanted(world.ledger, "web")).toMatchObject({
      pin: { image: OTHER, until: NOW + 9, by: "ada", reason: "as it was", at: NOW, insteadOf: NEW },
      launchedBefore: { instant: 7, by: "ada", reason: "as it was", at: NOW },
      taken: ["web-1"],
    });
    expect(await listEntries(world.ledger, "web")).toEqual([
      {
        at: NOW,
        fleet: "web",
        rollout: "web-1",
        phase: null,
        kind: "decision",
        action: "want",
        reason: "as it was",
        actor: "ada",
        evidence: ask,
      },
    ]);
  });

  test("counts once for each execution, so that one which is tried again does not ask again", async () => {
    const world = await open();
    await take(world, { image: OTHER, by: "ada" });
    await changeWanted(world.ledger, "web", (before) => ({ ...before, pin: null }));
    expect(await take(world, { image: OTHER, by: "ada" })).toBeNull();
    expect((await readWanted(world.ledger, "web")).pin).toBeNull();
    expect(await listEntries(world.ledger, "web")).toHaveLength(1);
    await take(world, { image: OTHER, by: "ada" }, "web-2");
    expect((await readWanted(world.ledger, "web")).pin).toMatchObject({ image: OTHER });
  });

  test("without a name or a reason is the execution's own", async () => {
    const world = await open();
    await take(world, { launchedBefore: "now" });
    const said = { by: "execution web-1", reason: "asked for by execution web-1" };
    expect((await readWanted(world.ledger, "web")).launchedBefore).toEqual({
      ...said,
      instant: NOW,
      at: NOW,
    });
  });

  test("stands instead of what the declaration names now, and not of what was heard of it last", async () => {
    const world = await open({ channel: OLD });
    const read = { madeAt: null, source: "channel /images/web", by: "event 1", evidence: {}, at: 1 };
    await changeWanted(world.ledger, "web", (before) => ({ ...before, named: { ...read, image: NEW } }));
    await take(world, { image: OTHER });
    expect(await readWanted(world.ledger, "web")).toMatchObject({
      named: { image: OLD },
      pin: { image: OTHER, insteadOf: OLD },
    });
  });

  test("is no pin where the declaration names it anyway, and no end is given", async () => {
    const world = await open();
    await take(world, { image: OTHER });
    await take(world, { image: NEW }, "web-2");
    expect((await readWanted(world.ledger, "web")).pin).toBeNull();
    await take(world, { image: NEW, until: NOW + 9 }, "web-3");
    expect((await readWanted(world.ledger, "web")).pin).toMatchObject({ image: NEW });
  });

  test("is nothing but that the fleet be looked at: nothing is written, and no failure is waited for", async () => {
    const world = await open();
    await changeAttempts(world.ledger, "web", () => withAttempt(NO_ATTEMPTS, failed));
    expect(await take(world, {})).toBeNull();
    expect(await listEntries(world.ledger, "web")).toEqual([]);
    expect(await readAttempts(world.ledger, "web")).toMatchObject({ number: 1, last: [{ nextAt: null }] });
    expect(world.sent).toEqual([]);
  });
});

describe("what is refused, and leaves nothing behind", () => {
  const rows: [string, Partial<Ask>, PlanWorld, RegExp][] = [
    ["nobody", { by: "" }, {}, /^nobody is named who asks/],
    ["an end that is over", { image: OTHER, until: NOW }, {}, /^until .* is in the past/],
    ["an instant to come", { launchedBefore: NOW + 1 }, {}, /^replaceLaunchedBefore .* is in the future/],
    ["an image that does not exist", { image: "ami-0000dddd" }, {}, /^ami-0000dddd does not exist/],
    [
      "an image that cannot be launched",
      { image: OTHER },
      { images: { ...IMAGES, [OTHER]: { day: 3, State: "failed" } } },
      /^ami-0000cccc is failed/,
    ],
    [
      "an image for other machines",
      { image: OTHER },
      { images: { ...IMAGES, [OTHER]: { day: 3, Architecture: "x86_64" } } },
      /^ami-0000cccc is x86_64 and the fleet's servers are arm64/,
    ],
    [
      "an image of somebody whose images do not count",
      { image: OTHER },
      {
        declaration: { image: { tags: { role: "web" }, owners: ["123456789012"] } },
        images: { ...IMAGES, [OTHER]: { day: 3, OwnerId: "210987654321" } },
      },
      /^ami-0000cccc is of account 210987654321, and only images of 123456789012 count/,
    ],
    [
      "a first generation without a size",
      { image: OTHER },
      { generations: [] },
      /^the fleet has no generation/,
    ],
    [
      "a template that is gone",
      { image: OTHER },
      { template: null },
      /^launch template lt-0abc does not exist/,
    ],
  ];
  test.each(rows)("%s", async (_what, ask, world, fault) => {
    const opened = await open(world);
    await changeAttempts(opened.ledger, "web", () => withAttempt(NO_ATTEMPTS, failed));
    expect(await take(opened, ask)).toMatch(fault);
    expect(await readWanted(opened.ledger, "web")).toMatchObject({
      pin: null,
      launchedBefore: null,
      taken: [],
    });
    expect(await listEntries(opened.ledger, "web")).toEqual([]);
    expect((await readAttempts(opened.ledger, "web")).last[0]?.nextAt).not.toBeNull();
  });

  test("an image in quarantine, and one that a person refused, with the way out", async () => {
    const world = await open();
    const { ledger } = world;
    await quarantine(ledger, {
      imageId: OTHER,
      reach: null,
      fleet: "api",
      rollout: "r",
      reason: "sick",
      at: 1,
    });
    await putExcept(ledger, "web", { image: NEW, templateVersion: 1, since: 1, by: "bob", reason: "no" });
    expect(await take(world, { image: OTHER })).toMatch(/quarantined: sick; moult quarantine lift/);
    expect(await take(world, { image: NEW })).toMatch(
      /^bob refused .*; moult rollout retry web begins it again$/,
    );
    expect((await readWanted(ledger, "web")).taken).toEqual([]);
  });

  test("but not an image that was refused from another template version", async () => {
    const world = await open();
    const refused = { image: NEW, templateVersion: 9, since: 1, by: "bob", reason: "no" };
    await putExcept(world.ledger, "web", refused);
    expect(await take(world, { image: NEW })).toBeNull();
  });

  test("all faults at once", async () => {
    const world = await open();
    const ask = { by: "", image: "ami-0000dddd", until: 1, launchedBefore: NOW + 1 };
    expect((await take(world, ask))?.split("; ")).toHaveLength(4);
  });

  test("nothing while AWS is slow: the execution tries again", async () => {
    const slow = () => {
      throw new Throttled("slow");
    };
    const world = await open({ answers: { DescribeImages: slow } });
    await expect(take(world, { image: OTHER })).rejects.toBeInstanceOf(Throttled);
    expect((await readWanted(world.ledger, "web")).taken).toEqual([]);
  });
});
