import { expect, test } from "vitest";
import { takeLease } from "../../../src/ledger/leases.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import type { SweepReport } from "../../../src/sweep/sweep.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

const NONE = { notSwept: [], left: 0, attention: 0, unsent: 0, counts: {} };

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
  expect(JSON.parse(out)).toEqual({ ...report, held: [] });
});

test("a sweep that cannot be carried out is an error", async () => {
  const failing = commandLine({ plane: { sweep: () => Promise.reject(new Error("the ledger is away")) } });
  const { code, err } = await failing.moult("sweep");
  expect(code).not.toBe(0);
  expect(err).toContain("the ledger is away");
});

test("moult sweep says what it leaves to a process, who that is, and until when", async () => {
  const line = lineWith({ ...NONE, fleets: 1, irregularities: [], begun: [] });
  const { ledger } = line.plane;
  await declareWeb(line.plane);
  await rollouts.write(ledger, rollout({}), "absent");
  const carrier = { kind: "process", host: "desk", pid: 12 } as const;
  await takeLease(ledger, { fleet: "web", owner: "web-1", now: NOON, ttlSeconds: 600, carrier });
  expect((await line.moult("sweep")).err).toBe(
    "web: rollout web-1 stands in ValidateGreen, held by process 12 on desk. If that has ended, it is taken over from 2026-11-21 12:10:10Z on; " +
      "`moult rollout take-up web --engine embedded` takes it up now.\n",
  );
  expect(JSON.parse((await line.moult("sweep --json")).out)).toMatchObject({
    held: [{ fleet: "web", carrier }],
  });
});
