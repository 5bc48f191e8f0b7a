import { describe, expect, test } from "vitest";
import { scan } from "../../../src/detect/scan/scan.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { listStorms } from "../../../src/ledger/found/storms.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { heedFindings } from "../../../src/rollout/convergence/heed-findings.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => `f${String(index).padStart(4, "0")}`);

/** Fleets that are read in two parts of twenty, with a server for each that is shown. */
async function twoParts(fleets = 25, fleetsAtOnce = 20) {
  const faked = await fakeScan({ fleets: named(fleets), declaration: AUTO, fleetsAtOnce });
  const { account, context } = faked;
  account.servers = [];
  const show = (fleet: string, special = {}) => {
    account.servers = account.servers.filter(({ InstanceId }) => InstanceId !== `i-${fleet}`);
    account.servers.push(instance(fleet, `i-${fleet}`, special));
  };
  const part = (given: Parameters<typeof scan>[0], within: typeof context = context) =>
    scan(given, within, fleetsAtOnce);
  const first = async () => {
    const answer = await part(null);
    expect(answer.verdict).toBe("more");
    return answer.progress;
  };
  /** The parts that are left. */
  const finish = async (progress: Parameters<typeof scan>[0]) => {
    for (let given = progress; ; ) {
      const answer = await part(given);
      if (answer.verdict === "pass") return answer;
      given = answer.progress;
    }
  };
  return { ...faked, show, part, first, finish, isolate: () => (account.servers = []) };
}

const MINE = { KeyName: "mine" };

describe("a scan that has not ended", () => {
  test("has found nothing yet: what its first part has seen stands when all parts have been read", async () => {
    const { ledger, published, started, show, first, finish } = await twoParts();
    show("f0007", MINE);
    const progress = await first();
    expect([await listFindings(ledger, "f0007"), published, started]).toEqual([[], [], []]);
    expect(await finish(progress)).toMatchObject({
      reason: "1 servers of 25 fleets: 1 fleets with findings to act on, 1 rollouts begun",
    });
    expect(await listFindings(ledger, "f0007")).toMatchObject([{ isPublished: true }]);
    expect([published.length, started.length]).toEqual([1, 1]);
  });

  test("lifts nothing", async () => {
    const { ledger, scan: run, show, first, finish } = await twoParts();
    show("f0007", MINE);
    await run();
    show("f0007");
    const progress = await first();
    expect(await listFindings(ledger, "f0007")).toHaveLength(1);
    await finish(progress);
    expect(await listFindings(ledger, "f0007")).toEqual([]);
  });

  test("and dies leaves nothing behind that counts: not what it found, and not that a server was absent", async () => {
    const { ledger, scan: run, show, first, isolate } = await twoParts();
    show("f0007", MINE);
    await first();
    isolate();
    await run(15);
    expect(await listFindings(ledger, "f0007")).toEqual([]);
    show("f0007", MINE);
    await run(15);
    isolate();
    await first();
    await run(15);
    expect(await listFindings(ledger, "f0007")).toMatchObject([{ absentIn: 1 }]);
    await run(15);
    expect(await listFindings(ledger, "f0007")).toEqual([]);
  });

  test("finds what the try that counts has seen, where a part died and was tried again", async () => {
    const { context, ledger, show, part, finish } = await twoParts();
    show("f0007", MINE);
    // Everything is written down, and the answer is lost.
    await part(null);
    show("f0007");
    show("f0008", MINE);
    context.clock.now = () => Date.UTC(2026, 10, 20, 10, 1);
    await finish((await part(null)).progress);
    expect(await listFindings(ledger, "f0007")).toEqual([]);
    expect(await listFindings(ledger, "f0008")).toHaveLength(1);
  });

  test("writes again nothing of what stands", async () => {
    const { scan: run, show, writes, published } = await twoParts();
    show("f0007", MINE);
    show("f0024", MINE);
    await run();
    writes.length = 0;
    await run(15);
    expect([writes, published.length]).toEqual([[], 2]);
  });

  test("finds nothing of a fleet that a rollout has begun to change meanwhile", async () => {
    const { ledger, show, first, finish } = await twoParts();
    show("f0007", MINE);
    const progress = await first();
    await rollouts.write(ledger, rollout({ fleet: "f0007" }), "absent");
    await finish(progress);
    expect(await listFindings(ledger, "f0007")).toEqual([]);
  });

  test("finds nothing about a generation that is not live any more", async () => {
    const { ledger, show, first, finish } = await twoParts();
    show("f0007", MINE);
    const progress = await first();
    const next = { fleet: "f0007", group: "f0007-g0002", number: 2 };
    await writeGeneration(ledger, generation(next), "absent");
    await writeGeneration(
      ledger,
      generation({ ...next, group: "f0007-g0001", number: 1, state: "retained" }),
      "any",
    );
    await finish(progress);
    expect(await listFindings(ledger, "f0007")).toEqual([]);
  });

  test("that cannot write down what a part has found fails", async () => {
    const { context, ledger, show, part } = await twoParts();
    show("f0007", MINE);
    const put: typeof ledger.put = async () => Promise.reject(new ServiceUnavailable("the ledger is away"));
    await expect(part(null, { ...context, ledger: { ...ledger, put } })).rejects.toThrow("away");
  });

  test("that dies while it writes down what all parts have found ends in another try", async () => {
    const { context, ledger, published, started, show, part, first, finish } = await twoParts();
    for (const fleet of ["f0007", "f0008"]) show(fleet, MINE);
    const progress = await first();
    const publish: typeof context.publish = async (events) => {
      if (events.some(({ detail }) => detail["fleet"] === "f0008"))
        throw new ServiceUnavailable("the bus is away");
      return events.map(({ detailType }) => published.push([detailType, {}]) > 0);
    };
    const dying = { ...context, publish };
    const last = await part(progress, dying);
    await expect(part(last.progress, dying)).rejects.toThrow("away");
    expect(started).toEqual([]);
    await finish(last.progress);
    expect(started).toHaveLength(2);
    expect(await listFindings(ledger, "f0008")).toHaveLength(1);
  });
});

test("a storm that is spread over the parts is held before anybody can act on what the first of them saw", async () => {
  const { ledger, started, show, first, finish } = await twoParts(25, 20);
  // Four of twenty, and two of the five that come after them: together more than a fifth.
  for (const fleet of ["f0000", "f0001", "f0002", "f0003", "f0021", "f0022"]) show(fleet, MINE);
  const progress = await first();
  expect(await heedFindings(ledger, "f0000")).toEqual([]);
  await finish(progress);
  expect(await listStorms(ledger)).toMatchObject([{ fleets: 6 }]);
  expect(started).toEqual([]);
});

test("of two servers of a fleet one is found and one lifted by the same part: both count at the end", async () => {
  const { account, ledger, scan: run, first, finish } = await twoParts();
  const servers = (mine: string) =>
    ["i-1", "i-2"].map((id) => instance("f0007", id, id === mine ? MINE : {}));
  account.servers = servers("i-1");
  await run();
  account.servers = servers("i-2");
  await finish(await first());
  expect((await listFindings(ledger, "f0007")).map(({ server }) => server)).toEqual(["i-2"]);
});
