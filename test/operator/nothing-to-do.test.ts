import { expect, test } from "vitest";
import { parseDeclaration } from "../../src/domain/declaration/declaration.ts";
import { InvalidInput, LedgerConflict } from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { putExcept, readExcept } from "../../src/ledger/except.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { liftQuarantine, quarantine } from "../../src/ledger/image-verdicts.ts";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { applyDeclaration } from "../../src/operator/apply-declaration.ts";
import { liftImageQuarantine } from "../../src/operator/lift-image-quarantine.ts";
import { takeUpRollout } from "../../src/operator/take-up-rollout.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import { unpinImage } from "../../src/operator/unpin-image.ts";
import { changeAttempts, readAttempts } from "../../src/ledger/attempts.ts";
import { withAttempt } from "../../src/domain/decide/attempts.ts";
import { startRollout } from "../../src/operator/start-rollout.ts";
import { changeWanted, readWanted } from "../../src/ledger/wanted.ts";
import { racing } from "../support/ledger/racing.ts";
import { commandLine, declareWeb, NOON, WEB_YML } from "../support/cli/command-line.ts";

const by = "grace@desk";

async function desk() {
  const { plane } = commandLine();
  await declareWeb(plane);
  return plane;
}

test("where no rollout runs and no image is pinned, none is aborted, resumed or unpinned, and nothing is written", async () => {
  const plane = await desk();
  expect(await steerRollout({ act: "abort", fleet: "web", by, reason: "x" }, plane)).toMatchObject({
    changed: false,
  });
  expect(await takeUpRollout({ fleet: "web", by }, plane)).toBeUndefined();
  expect(await unpinImage({ fleet: "web", by }, plane)).toBeUndefined();
  expect(await listEntries(plane.ledger, "web")).toEqual([]);
});

test("a declaration that is applied again changes nothing, and nothing is written", async () => {
  const plane = await desk();
  const asked = { parsed: parseDeclaration(WEB_YML, "web.yml"), by };
  const before = await readFleet(plane.ledger, "web");
  expect(await applyDeclaration({ ...asked, before }, plane)).toEqual({
    result: "unchanged",
    changed: [],
    running: null,
  });
  expect(await readFleet(plane.ledger, "web")).toEqual(before);
  expect(await listEntries(plane.ledger, "web")).toEqual([]);
});

test("a declaration is not written over one that the person has not seen", async () => {
  const plane = await desk();
  const parsed = parseDeclaration(WEB_YML, "web.yml");
  await expect(applyDeclaration({ parsed, before: undefined, by }, plane)).rejects.toBeInstanceOf(
    LedgerConflict,
  );
});

test("a quarantine is lifted once, and only where there was one", async () => {
  const { ledger, clock } = await desk();
  const asked = { imageId: "ami-0bad", scope: null, by, reason: "flaky" };
  await expect(liftImageQuarantine(asked, { ledger, clock })).rejects.toBeInstanceOf(InvalidInput);
  await quarantine(ledger, {
    imageId: "ami-0bad",
    reach: null,
    fleet: "web",
    rollout: "r",
    reason: "bad",
    at: 1,
  });
  const verdict = await liftQuarantine(ledger, {
    imageId: "ami-0bad",
    reach: null,
    by: "ada",
    reason: "ok",
    at: 2,
  });
  expect(await liftImageQuarantine(asked, { ledger, clock })).toEqual({
    verdicts: [verdict],
    changed: false,
  });
  expect(await listEntries(ledger, "web")).toEqual([]);
});

test("a rollout that is started without a reason says who asked for it", async () => {
  const { ledger, clock } = await desk();
  const ask = { image: null, until: null, launchedBefore: "now", by, reason: null } as const;
  const start = async () => ({ id: "web-1", settled: Promise.resolve() });
  expect(await startRollout({ fleet: "web", ask }, { ledger, clock, start })).toMatchObject({
    id: "web-1",
  });
  expect(await listEntries(ledger, "web")).toMatchObject([
    {
      action: "start",
      reason: "asked for by grace@desk",
      evidence: { image: null, until: null, launchedBefore: "now" },
    },
  ]);
});

const RETRY = { image: null, until: null, launchedBefore: null, by, reason: null } as const;
const refused = { templateVersion: 1, since: NOON, by: "ada", reason: "wrong image" };
const noStart = async () => {
  throw new Error("nobody expected a start");
};

test.each([
  ["ami-0aaa", [], "nobody refused ami-0aaa for web; what was refused: nothing."],
  ["ami-0aaa", ["ami-0ccc", "ami-0bbb"], "what was refused: ami-0bbb, ami-0ccc."],
  ["ami-0aaa", ["ami-0bbb"], "nobody refused ami-0aaa for web; what was refused: ami-0bbb."],
  [null, ["ami-0bbb"], "the declaration of web names no image now: pass --image"],
] as const)("of an image %s, where %j was refused, there is no retry", async (image, list, message) => {
  const { ledger, clock } = await desk();
  for (const each of list) await putExcept(ledger, "web", { ...refused, image: each });
  const before = await readExcept(ledger, "web");
  const asked = { fleet: "web", image, ask: RETRY };
  const retried = retryRollout(asked, { ledger, clock, start: noStart });
  await expect(retried).rejects.toThrow(message);
  await expect(retried).rejects.toBeInstanceOf(InvalidInput);
  expect(await readExcept(ledger, "web")).toEqual(before);
  expect(await listEntries(ledger, "web")).toEqual([]);
});

test("a retry lifts one image", async () => {
  const { ledger, clock } = await desk();
  for (const image of ["ami-0aaa", "ami-0bbb", "ami-0ccc"])
    await putExcept(ledger, "web", { ...refused, image });
  const started: unknown[] = [];
  const start = async (...asked: unknown[]) => (
    started.push(asked), { id: "web-1", settled: Promise.resolve() }
  );
  for (const image of ["ami-0bbb", "ami-0aaa"]) {
    const retried = retryRollout({ fleet: "web", image, ask: { ...RETRY, image } }, { ledger, clock, start });
    expect(await retried).toMatchObject({ id: "web-1" });
  }
  expect(started).toEqual([
    ["web", { ...RETRY, image: "ami-0bbb" }],
    ["web", { ...RETRY, image: "ami-0aaa" }],
  ]);
  expect((await readExcept(ledger, "web")).map(({ image }) => image)).toEqual(["ami-0ccc"]);
  expect(await listEntries(ledger, "web")).toMatchObject([
    { action: "retry", subject: "ami-0bbb", reason: "asked for by grace@desk" },
    { action: "retry", subject: "ami-0aaa", reason: "asked for by grace@desk" },
  ]);
});

test("a retry ends the wait after a failure, though nobody refused the image", async () => {
  const { ledger, clock } = await desk();
  const ended = { fleet: "web", run: "web-0", image: "ami-0aaa", reason: "no capacity", backsOff: true };
  await changeAttempts(ledger, "web", (before) => withAttempt(before, { ...ended, now: NOON }));
  const start = async () => ({ id: "web-1", settled: Promise.resolve() });
  const retried = retryRollout({ fleet: "web", image: "ami-0aaa", ask: RETRY }, { ledger, clock, start });
  expect(await retried).toMatchObject({ id: "web-1" });
  expect((await readAttempts(ledger, "web")).last).toMatchObject([{ nextAt: null, failures: 0 }]);
  const again = retryRollout(
    { fleet: "web", image: "ami-0aaa", ask: RETRY },
    { ledger, clock, start: noStart },
  );
  await expect(again).rejects.toThrow("nobody refused ami-0aaa for web");
});

test("a pin that was changed meanwhile is not lifted: the person has not seen it", async () => {
  const { ledger, clock } = await desk();
  const pin = { image: "ami-0aaa", by: "ada", reason: "as it was", at: 5, until: null, insteadOf: null };
  const pinned = (at: number) =>
    changeWanted(ledger, "web", (before) => ({ ...before, pin: { ...pin, at } }));
  await pinned(5);
  expect(
    await unpinImage({ fleet: "web", by }, { ledger: racing(ledger, () => pinned(6)), clock }),
  ).toBeUndefined();
  expect((await readWanted(ledger, "web")).pin).toEqual({ ...pin, at: 6 });
});
