import { describe, expect, test } from "vitest";
import { endScan } from "../../../src/detect/scan/end/end-scan.ts";
import { scan } from "../../../src/detect/scan/scan.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { listFleets } from "../../../src/ledger/fleets.ts";
import { changeStorm, listStorms } from "../../../src/ledger/found/storms.ts";
import { heedFindings } from "../../../src/rollout/convergence/heed-findings.ts";
import { instance, NOW } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const FLEETS = ["a", "b", "c", "d", "e", "f", "g"];
const KEY = "drift#key pair#mine";

/** Somebody changed the first so many fleets' servers. */
async function stormy(fleets: number) {
  const faked = await fakeScan({ fleets: FLEETS, declaration: AUTO });
  const change = (count: number): void => {
    faked.account.servers = FLEETS.map((fleet, index) =>
      instance(fleet, `i-${fleet}`, index < count ? { KeyName: "mine" } : {}),
    );
  };
  change(fleets);
  const acknowledge = () =>
    changeStorm(
      faked.ledger,
      KEY,
      (before) => before && { ...before, acknowledged: { by: "ada", reason: "ours", at: 1 } },
    );
  return { ...faked, change, acknowledge };
}

describe("the same on five of seven fleets", () => {
  test("is held: found and told, and nothing is begun", async () => {
    const { ledger, published, started, scan: run } = await stormy(5);
    await run();
    expect(await listStorms(ledger)).toEqual([
      {
        key: KEY,
        kind: "drift",
        field: "key pair",
        observed: "mine",
        fleets: 5,
        since: NOW,
        acknowledged: null,
        endedAt: null,
      },
    ]);
    expect(started).toEqual([]);
    expect(await heedFindings(ledger, "a")).toEqual([]);
    expect(await listFindings(ledger, "a")).toHaveLength(1);
    const attention = published.filter(([type]) => type === "Account Needs Attention");
    expect(attention).toMatchObject([
      [
        "Account Needs Attention",
        { kind: "storm", irregularity: expect.stringMatching(/^key pair is mine on 5 fleets: /) as string },
      ],
    ]);
    expect(published).toHaveLength(6);
    const entries = await listEntries(ledger, null);
    expect(entries).toMatchObject([
      { action: "hold-storm", actor: "scan", evidence: { storm: { fleets: 5 } } },
    ]);
  });

  test("is held before any of it is written, so that nobody acts on it in between", async () => {
    const { writes, scan: run } = await stormy(5);
    await run();
    const storm = writes.findIndex((each) => each.includes("/storm#"));
    const first = writes.findIndex((each) => each.includes("/finding#"));
    expect(storm).toBeGreaterThanOrEqual(0);
    expect(storm).toBeLessThan(first);
  });

  test("is told of once, and the next scans write nothing", async () => {
    const { published, writes, scan: run } = await stormy(5);
    await run();
    writes.length = 0;
    for (const minutes of [15, 15]) await run(minutes);
    expect([published.length, writes]).toEqual([6, []]);
  });

  test("is acted on when somebody acknowledges it, and stays acknowledged", async () => {
    const { ledger, started, scan: run, acknowledge, change } = await stormy(5);
    await run();
    await acknowledge();
    await run(15);
    expect(started).toHaveLength(5);
    change(6);
    await run(15);
    expect(await listStorms(ledger)).toMatchObject([{ acknowledged: { by: "ada" } }]);
    expect(new Set(started).size).toBe(6);
  });

  test("is over when it is on fewer, and what is left is acted on", async () => {
    const { ledger, started, scan: run, change } = await stormy(5);
    await run();
    change(4);
    await run(15);
    expect(await listStorms(ledger)).toEqual([]);
    expect(started).toHaveLength(4);
  });

  test("is held again, and told of, when it comes back", async () => {
    const { ledger, published, started, scan: run, change, acknowledge } = await stormy(5);
    await run();
    await acknowledge();
    change(0);
    await run(15);
    expect(await listStorms(ledger)).toEqual([]);
    change(6);
    await run(15);
    expect(await listStorms(ledger)).toMatchObject([
      { fleets: 6, acknowledged: null, since: NOW + 30 * 60_000 },
    ]);
    expect(published.filter(([type]) => type === "Account Needs Attention")).toHaveLength(2);
    expect(started).toEqual([]);
  });
});

test("a storm that is over ends alone, and the other one stands", async () => {
  const {
    account,
    ledger,
    scan: run,
  } = await fakeScan({
    fleets: FLEETS,
    declaration: { drift: { "key-pair": "auto", image: "auto" } },
  });
  const both = { KeyName: "mine", ImageId: "ami-0bbb" };
  account.servers = FLEETS.map((fleet) => instance(fleet, `i-${fleet}`, both));
  await run();
  expect((await listStorms(ledger)).map(({ key }) => key).sort()).toEqual(
    [KEY, "drift#image#ami-0bbb"].sort(),
  );
  account.servers = FLEETS.map((fleet) => instance(fleet, `i-${fleet}`, { KeyName: "mine" }));
  await run(15);
  expect((await listStorms(ledger)).map(({ key }) => key)).toEqual([KEY]);
});

test("what is lifted by the same scan is no part of a storm", async () => {
  const { account, ledger, started, scan: run } = await fakeScan({ fleets: FLEETS, declaration: AUTO });
  const on = (changed: readonly string[]) => {
    account.servers = FLEETS.map((fleet) =>
      instance(fleet, `i-${fleet}`, changed.includes(fleet) ? { KeyName: "mine" } : {}),
    );
  };
  on(["a", "b", "c", "d"]);
  await run();
  on(["b", "c", "d", "e"]);
  await run(15);
  expect([await listStorms(ledger), new Set(started).size]).toEqual([[], 5]);
});

test("what is only observed beside it hides no storm", async () => {
  const { account, ledger, scan: run } = await fakeScan({ fleets: FLEETS, declaration: AUTO });
  account.servers = FLEETS.map((fleet) =>
    instance(fleet, `i-${fleet}`, { KeyName: "mine", ImageId: "ami-0bbb" }),
  );
  await run();
  expect((await listStorms(ledger)).map(({ key }) => key)).toEqual([KEY]);
});

test("a storm that somebody else holds at the same instant is held once, and stays acknowledged", async () => {
  const { context, ledger, published, acknowledge } = await stormy(5);
  await scan(null, context);
  await acknowledge();
  const before = await listStorms(ledger);
  const list: typeof ledger.list = async (partition, options) =>
    options?.prefix === "storm#" ? [] : ledger.list(partition, options);
  await scan(null, { ...context, ledger: { ...ledger, list } });
  expect(await listStorms(ledger)).toEqual(before);
  expect(published.filter(([type]) => type === "Account Needs Attention")).toHaveLength(1);
});

test("on four of seven it is no storm", async () => {
  const { ledger, started, scan: run } = await stormy(4);
  await run();
  expect([await listStorms(ledger), started.length]).toEqual([[], 4]);
});

test("a max that is shortened so that everything is due at once is a storm of ages", async () => {
  const { ledger, declare, started, scan: run } = await fakeScan({ fleets: FLEETS });
  await run();
  for (const fleet of FLEETS) await declare(fleet, { age: { max: "20h", jitter: "0%" } });
  await run(15);
  expect(await listStorms(ledger)).toMatchObject([{ key: "age", fleets: 7 }]);
  expect((await listEntries(ledger, null)).map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^servers are too old all at once on 7 fleets: /),
  ]);
  expect(started).toEqual([]);
});

test("fleets that come due by and by are none", async () => {
  const {
    ledger,
    started,
    scan: run,
  } = await fakeScan({
    fleets: FLEETS,
    declaration: { age: { max: "1d", jitter: "0%" } },
  });
  await run();
  expect([await listStorms(ledger), started.length]).toEqual([[], 7]);
});

describe("what fails", () => {
  test("findings that cannot be read end no storm, and the scan fails", async () => {
    const { ledger, context, scan: run } = await stormy(5);
    await run();
    const list: typeof ledger.list = async (partition, options) =>
      partition === "fleet#c" && options?.prefix === "finding#"
        ? Promise.reject(new ServiceUnavailable("slow"))
        : ledger.list(partition, options);
    const fleets = (await listFleets(ledger)).fleets.map(({ fleet }) => fleet);
    const later = { ...context.clock, now: () => NOW + 15 * 60_000 };
    const failing = { ...context, clock: later, ledger: { ...ledger, list } };
    const whole = { fleets: [], judged: 7, servers: 7 };
    await expect(endScan(fleets, whole, failing)).rejects.toThrow("slow");
    expect(await listStorms(ledger)).toHaveLength(1);
  });

  test("a fleet that cannot be decided about fails the scan after the others were", async () => {
    const { context, started } = await stormy(3);
    const start: typeof context.starter.start = async (machine, name, input) =>
      name.startsWith("a-")
        ? Promise.reject(new ServiceUnavailable("no more executions"))
        : context.starter.start(machine, name, input);
    await expect(scan(null, { ...context, starter: { start } })).rejects.toThrow("no more executions");
    expect(started.map((name) => name.charAt(0))).toEqual(["b", "c"]);
  });
});
