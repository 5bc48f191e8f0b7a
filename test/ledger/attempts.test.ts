import { beforeEach, expect, test } from "vitest";
import { type Attempts, NO_ATTEMPTS, withAttempt } from "../../src/domain/decide/attempts.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { changeAttempts, readAttempts } from "../../src/ledger/attempts.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { racing } from "../support/ledger/racing.ts";

const KEY = { partition: "fleet#web", sort: "attempts" };
const failed =
  (run: string) =>
  (before: Attempts): Attempts =>
    withAttempt(before, {
      fleet: "web",
      run,
      image: `ami-of-${run}`,
      reason: "no capacity",
      backsOff: true,
      now: 5,
    });

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("a fleet that nothing failed for has none, and one fleet's are no other's", async () => {
  expect(await readAttempts(ledger, "web")).toEqual(NO_ATTEMPTS);
  await changeAttempts(ledger, "web", failed("web-1"));
  expect(await readAttempts(ledger, "web")).toEqual(failed("web-1")(NO_ATTEMPTS));
  expect(await readAttempts(ledger, "api")).toEqual(NO_ATTEMPTS);
});

test("the same attempt counts once, and writes once", async () => {
  await changeAttempts(ledger, "web", (before) => before);
  expect(await ledger.get(KEY)).toBeUndefined();
  await changeAttempts(ledger, "web", failed("web-1"));
  await changeAttempts(ledger, "web", failed("web-1"));
  expect((await readAttempts(ledger, "web")).number).toBe(1);
  expect((await ledger.get(KEY))?.revision).toBe(1);
});

test("of two who count at once both are counted", async () => {
  await changeAttempts(ledger, "web", failed("web-1"));
  const others = () => changeAttempts(ledger, "web", failed("web-2"));
  await changeAttempts(racing(ledger, others), "web", failed("web-3"));
  const { number, last } = await readAttempts(ledger, "web");
  expect([number, last.map(({ run }) => run)]).toEqual([3, ["web-3", "web-2", "web-1"]]);
});

test("what could not be read back is not written", async () => {
  const odd = (before: Attempts): Attempts => ({ ...before, number: -1 });
  await expect(changeAttempts(ledger, "web", odd)).rejects.toBeInstanceOf(InvalidInput);
  expect(await ledger.get(KEY)).toBeUndefined();
});
