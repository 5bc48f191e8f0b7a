import { expect, test } from "vitest";
import { InvalidInput, LedgerConflict } from "../../src/errors/errors.ts";
import { againOnConflict } from "../../src/ledger/conflict.ts";

const attempts = (fails: number, error: Error) => {
  let made = 0;
  const attempt = async () => {
    made += 1;
    if (made <= fails) throw error;
    return made;
  };
  return { attempt, made: () => made };
};

test("a lost race is run again, eight times in all", async () => {
  const seven = attempts(7, new LedgerConflict("other"));
  expect(await againOnConflict(seven.attempt)).toBe(8);
  const eight = attempts(8, new LedgerConflict("other"));
  await expect(againOnConflict(eight.attempt)).rejects.toBeInstanceOf(LedgerConflict);
  expect(eight.made()).toBe(8);
});

test("another error is not run again", async () => {
  const broken = attempts(1, new InvalidInput("no"));
  await expect(againOnConflict(broken.attempt)).rejects.toBeInstanceOf(InvalidInput);
  expect(broken.made()).toBe(1);
});

test("between two tries is a pause, where one is given", async () => {
  const lost: number[] = [];
  const pause = async (times: number) => void lost.push(times);
  const two = attempts(2, new LedgerConflict("other"));
  expect(await againOnConflict(two.attempt, pause)).toBe(3);
  expect(lost).toEqual([1, 2]);
  const eight = attempts(8, new LedgerConflict("other"));
  await expect(againOnConflict(eight.attempt, pause)).rejects.toBeInstanceOf(LedgerConflict);
  expect(lost).toHaveLength(2 + 7);
});
