import { expect, test } from "vitest";
import type { SweepReport } from "../../../src/sweep/sweep.ts";
import { commandLine } from "../../support/cli/command-line.ts";

const NONE = { notSwept: [], left: 0, attention: 0, unsent: 0 };

const repairing = { fleet: "web", irregularity: "rollout web-1 is taken over", repaired: true };
const telling = { fleet: "api", irregularity: "generations 7 and 6 are both live", repaired: false };

const begun = { fleet: "db", rollout: "db-1", reason: "channel /images/db names ami-2" };

const lineWith = (report: SweepReport, settled = Promise.resolve()) =>
  commandLine({ plane: { sweep: async () => ({ report, settled }) } });

test("moult sweep says that there was nothing to do", async () => {
  expect(await lineWith({ ...NONE, fleets: 3, irregularities: [], begun: [] }).moult("sweep")).toEqual({
    code: 0,
    out: "3 fleets: nothing to repair or to begin\n",
    err: "",
  });
});

test("moult sweep shows each irregularity and what it began, and waits for both", async () => {
  let ended = false;
  const settled = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void (ended = true));
  const { code, out, err } = await lineWith(
    { ...NONE, fleets: 2, irregularities: [repairing, telling], begun: [begun] },
    settled,
  ).moult("sweep");
  expect(code).toBe(0);
  expect(ended).toBe(true);
  expect(out).toMatch(/web +repairing +rollout web-1 is taken over\n/);
  expect(out).toMatch(/db +begun +db-1: channel \/images\/db names ami-2\n/);
  expect(out).toMatch(/api +look at it +generations 7 and 6 are both live\n/);
  expect(err).toBe("Waiting until what was begun or taken over has ended ...\n");
});

test("moult sweep waits for nothing where it only tells", async () => {
  const { err } = await lineWith({ ...NONE, fleets: 2, irregularities: [telling], begun: [] }).moult("sweep");
  expect(err).toBe("");
});

test("moult sweep --json answers the report", async () => {
  const report = { ...NONE, fleets: 2, irregularities: [repairing, telling], begun: [] };
  const { code, out } = await lineWith(report).moult("sweep --json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(report);
});

test("a sweep that cannot be carried out is an error", async () => {
  const failing = commandLine({ plane: { sweep: () => Promise.reject(new Error("the ledger is away")) } });
  const { code, err } = await failing.moult("sweep");
  expect(code).not.toBe(0);
  expect(err).toContain("the ledger is away");
});
