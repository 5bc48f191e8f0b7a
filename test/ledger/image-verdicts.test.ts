import { beforeEach, describe, expect, test } from "vitest";
import { NotFound } from "../../src/errors/errors.ts";
import {
  isQuarantined,
  liftQuarantine,
  listQuarantined,
  quarantine,
  readVerdict,
  verdictFor,
} from "../../src/ledger/image-verdicts.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const bad = {
  imageId: "ami-2",
  reach: null,
  fleet: "web",
  rollout: "r-1",
  reason: "targets never healthy",
  at: 1_000,
};
const byHand = { imageId: "ami-1", reach: null, fleet: null, rollout: null, reason: "CVE", at: 2_000 };
const lift = { by: "ada", reason: "the network was to blame", at: 3_000 };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("an image without a verdict is not in quarantine", async () => {
  expect(await isQuarantined(ledger, "ami-2", "web")).toBe(false);
  expect(await readVerdict(ledger, "ami-2", null)).toBeUndefined();
  expect(await listQuarantined(ledger)).toEqual([]);
});

test("a quarantine stands, with its first verdict", async () => {
  expect(await quarantine(ledger, bad)).toEqual({ ...bad, lifted: null });
  expect(await quarantine(ledger, { ...bad, fleet: "api", at: 9 })).toEqual({ ...bad, lifted: null });
  expect(await isQuarantined(ledger, "ami-2", "web")).toBe(true);
  expect(await isQuarantined(ledger, "ami-1", "web")).toBe(false);
});

test("lifting keeps who did it, first come first kept, and leaves the list", async () => {
  await quarantine(ledger, bad);
  await quarantine(ledger, byHand);
  expect((await listQuarantined(ledger)).map((verdict) => verdict.imageId)).toEqual(["ami-1", "ami-2"]);
  expect(await liftQuarantine(ledger, { imageId: "ami-2", reach: null, ...lift })).toEqual({
    ...bad,
    lifted: lift,
  });
  await liftQuarantine(ledger, { imageId: "ami-2", reach: null, ...lift, by: "bob" });
  expect(await readVerdict(ledger, "ami-2", null)).toEqual({ ...bad, lifted: lift });
  expect(await isQuarantined(ledger, "ami-2", "web")).toBe(false);
  expect(await listQuarantined(ledger)).toEqual([{ ...byHand, lifted: null }]);
});

test("an image that fails again after the lift is back in quarantine", async () => {
  await quarantine(ledger, bad);
  await liftQuarantine(ledger, { imageId: "ami-2", reach: null, ...lift });
  const again = { ...bad, rollout: "r-2", at: 4_000 };
  expect(await quarantine(ledger, again)).toEqual({ ...again, lifted: null });
  expect(await isQuarantined(ledger, "ami-2", "web")).toBe(true);
});

test("an image that never was in quarantine cannot be lifted", async () => {
  await expect(liftQuarantine(ledger, { imageId: "ami-9", reach: null, ...lift })).rejects.toBeInstanceOf(
    NotFound,
  );
});

describe("a quarantine of one fleet", () => {
  const own = { ...bad, imageId: "ami-7", reach: "web" };
  const ofAll = { ...own, reach: null, fleet: "api", at: 2_000 };
  const isFor = async (...fleets: string[]) =>
    Promise.all(fleets.map((fleet) => isQuarantined(ledger, "ami-7", fleet)));

  test("holds for that fleet alone, and is lifted for it", async () => {
    await quarantine(ledger, own);
    expect(await isFor("web", "api")).toEqual([true, false]);
    expect(await readVerdict(ledger, "ami-7", null)).toBeUndefined();
    await liftQuarantine(ledger, { imageId: "ami-7", reach: "web", ...lift });
    expect(await isFor("web")).toEqual([false]);
  });

  test("stands beside that of all, and is told first", async () => {
    await quarantine(ledger, ofAll);
    await quarantine(ledger, own);
    expect(await isFor("web", "api")).toEqual([true, true]);
    expect(await verdictFor(ledger, "ami-7", "web")).toMatchObject({ reach: "web" });
    expect((await listQuarantined(ledger)).map(({ reach }) => reach)).toEqual([null, "web"]);
    await liftQuarantine(ledger, { imageId: "ami-7", reach: null, ...lift });
    expect(await isFor("web", "api")).toEqual([true, false]);
  });

  test("that of all is lifted for one fleet, until the image fails for all once more", async () => {
    await quarantine(ledger, ofAll);
    const lifted = await liftQuarantine(ledger, { imageId: "ami-7", reach: "web", ...lift });
    expect(lifted).toEqual({ ...ofAll, reach: "web", lifted: lift });
    expect(await isFor("web", "api")).toEqual([false, true]);
    await liftQuarantine(ledger, { imageId: "ami-7", reach: null, ...lift });
    await quarantine(ledger, { ...ofAll, at: 5_000 });
    expect(await isFor("web", "api")).toEqual([true, true]);
    const again = { by: "bob", reason: "a fix", at: 6_000 };
    await liftQuarantine(ledger, { imageId: "ami-7", reach: "web", ...again });
    expect(await isFor("web", "api")).toEqual([false, true]);
  });

  test("one that was written before there were any holds for every fleet", async () => {
    const { reach: _reach, ...body } = { ...ofAll, lifted: null };
    await ledger.put({ partition: "images", sort: "ami-7", schema: 1, body }, "absent");
    expect(await isFor("web", "api")).toEqual([true, true]);
    expect(await readVerdict(ledger, "ami-7", null)).toMatchObject({ reach: null });
  });
});
