import { beforeEach, expect, test } from "vitest";
import { NotFound } from "../../src/errors/errors.ts";
import {
  isQuarantined,
  liftQuarantine,
  listQuarantined,
  quarantine,
  readVerdict,
} from "../../src/ledger/image-verdicts.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const bad = { imageId: "ami-2", fleet: "web", rollout: "r-1", reason: "targets never healthy", at: 1_000 };
const byHand = { imageId: "ami-1", fleet: null, rollout: null, reason: "CVE", at: 2_000 };
const lift = { by: "ada", reason: "the network was to blame", at: 3_000 };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("an image without a verdict is not in quarantine", async () => {
  expect(await isQuarantined(ledger, "ami-2")).toBe(false);
  expect(await readVerdict(ledger, "ami-2")).toBeUndefined();
  expect(await listQuarantined(ledger)).toEqual([]);
});

test("a quarantine stands, with its first verdict", async () => {
  expect(await quarantine(ledger, bad)).toEqual({ ...bad, lifted: null });
  expect(await quarantine(ledger, { ...bad, fleet: "api", at: 9 })).toEqual({ ...bad, lifted: null });
  expect(await isQuarantined(ledger, "ami-2")).toBe(true);
  expect(await isQuarantined(ledger, "ami-1")).toBe(false);
});

test("lifting keeps who did it, first come first kept, and leaves the list", async () => {
  await quarantine(ledger, bad);
  await quarantine(ledger, byHand);
  expect((await listQuarantined(ledger)).map((verdict) => verdict.imageId)).toEqual(["ami-1", "ami-2"]);
  expect(await liftQuarantine(ledger, { imageId: "ami-2", ...lift })).toEqual({ ...bad, lifted: lift });
  await liftQuarantine(ledger, { imageId: "ami-2", ...lift, by: "bob" });
  expect(await readVerdict(ledger, "ami-2")).toEqual({ ...bad, lifted: lift });
  expect(await isQuarantined(ledger, "ami-2")).toBe(false);
  expect(await listQuarantined(ledger)).toEqual([{ ...byHand, lifted: null }]);
});

test("an image that fails again after the lift is back in quarantine", async () => {
  await quarantine(ledger, bad);
  await liftQuarantine(ledger, { imageId: "ami-2", ...lift });
  const again = { ...bad, rollout: "r-2", at: 4_000 };
  expect(await quarantine(ledger, again)).toEqual({ ...again, lifted: null });
  expect(await isQuarantined(ledger, "ami-2")).toBe(true);
});

test("an image that never was in quarantine cannot be lifted", async () => {
  await expect(liftQuarantine(ledger, { imageId: "ami-9", ...lift })).rejects.toBeInstanceOf(NotFound);
});
