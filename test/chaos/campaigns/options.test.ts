import { expect, test } from "vitest";
import { readOptions } from "../../../chaos/campaigns/options.ts";

test("without options 500 runs from a seed of the clock", () => {
  expect(readOptions([], 1234)).toMatchObject({ mode: "runs", runs: 500, seed: 1234, faults: undefined });
});

test("minutes replace the number of runs", () => {
  expect(readOptions(["--minutes", "3"], 0)).toMatchObject({ minutes: 3, runs: Number.MAX_SAFE_INTEGER });
});

test("faults are a list of names", () => {
  expect(readOptions(["--faults", "lambda-dies, stale-reads"], 0).faults).toEqual([
    "lambda-dies",
    "stale-reads",
  ]);
});

test("checkers are left out by name, and only such as there are", () => {
  expect(readOptions(["--without", "served, ends"], 0).without).toEqual(["served", "ends"]);
  expect(readOptions([], 0).without).toEqual([]);
  expect(() => readOptions(["--without", "all"], 0)).toThrow(
    /--without: there is no all; there are:\n {2}one-writer\n/,
  );
});

test("everything that is wrong is told at once, with what there is", () => {
  const read = () => readOptions(["--runs", "0", "--seed", "x", "--faults", "meteors,lambda-dies"], 0);
  expect(read).toThrow("--runs must be a whole number from 1 to 10000000, is 0");
  expect(read).toThrow("--seed must be a whole number from 0 to 2147483647, is x");
  expect(read).toThrow(/--faults: there is no meteors; there are:\n {2}lambda-dies\n/);
});

test.each([["--exhaustive", "--stale"], ["--dropped", "--stale"], ["--frobnicate"], ["more"]])(
  "refuses %s %s",
  (...args) => {
    expect(() => readOptions(args, 0)).toThrow("npm run chaos --");
  },
);

test("every event is dropped in a campaign of its own, and pairs are shown when asked for", () => {
  expect(readOptions(["--dropped", "--runs", "20"], 0)).toMatchObject({ mode: "dropped", runs: 20 });
  expect(readOptions(["--pairs"], 0)).toMatchObject({ mode: "runs", pairs: true });
  expect(readOptions([], 0).pairs).toBe(false);
});

test("points are tried in whole, or one part of many", () => {
  expect(readOptions(["--exhaustive"], 0).part).toEqual({ number: 1, of: 1 });
  expect(readOptions(["--stale", "--part", "3/20"], 0).part).toEqual({ number: 3, of: 20 });
});

test.each(["0/20", "21/20", "1", "1/0", "a/b", "-1/2"])("no part is named %s", (part) => {
  expect(() => readOptions(["--exhaustive", `--part=${part}`], 0)).toThrow(
    `--part must be as 1/20, the first of twenty, is ${part}`,
  );
});

test("drawn runs have no parts", () => {
  expect(() => readOptions(["--part", "1/20"], 0)).toThrow("--part goes with --exhaustive and with --stale");
});
