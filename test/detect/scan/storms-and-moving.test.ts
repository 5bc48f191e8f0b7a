import { describe, expect, test } from "vitest";
import { putFinding } from "../../../src/ledger/findings.ts";
import { listStorms } from "../../../src/ledger/found/storms.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { rollout } from "../../support/cli/records.ts";
import { instance, NOW } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";
import { finding } from "../../support/domain/findings.ts";

const KEY = "drift#key pair#mine";
const named = (count: number, letter: string) =>
  Array.from({ length: count }, (_, index) => letter + String(index).padStart(2, "0"));

interface Account {
  /** Fleets that can be judged, and how many of them somebody has changed. */
  readonly judged: number;
  readonly changed: number;
  /** Fleets that a rollout is changing, and of how many of them the same stands since before. */
  readonly moving: number;
  readonly standing?: number;
}

async function accountOf({ judged, changed, moving, standing = 0 }: Account) {
  const [still, inMotion] = [named(judged, "a"), named(moving, "m")];
  const faked = await fakeScan({
    fleets: [...still, ...inMotion],
    declaration: { drift: { "key-pair": "auto" } },
  });
  const { account, ledger, writes } = faked;
  for (const fleet of inMotion) await rollouts.write(ledger, rollout({ fleet }), "absent");
  for (const fleet of inMotion.slice(0, standing))
    await putFinding(ledger, fleet, finding({ server: `i-${fleet}`, isPublished: true }), NOW);
  account.servers = still.map((fleet, index) =>
    instance(fleet, `i-${fleet}`, index < changed ? { KeyName: "mine" } : {}),
  );
  writes.length = 0;
  return faked;
}

describe("of fleets that are moving nobody knows, so that they are no sign against a storm", () => {
  test.each<[string, Account, number | null]>([
    [
      "five of ten, beside twenty that move: five of thirty would be none",
      { judged: 10, changed: 5, moving: 20 },
      5,
    ],
    ["five of twenty-five, which are a fifth and no more", { judged: 25, changed: 5, moving: 5 }, null],
    ["six of twenty-five", { judged: 25, changed: 6, moving: 20 }, 6],
    ["four of four, which are too few to tell", { judged: 4, changed: 4, moving: 20 }, null],
    [
      "four of four, and one that moves of which it stands",
      { judged: 4, changed: 4, moving: 20, standing: 1 },
      5,
    ],
  ])("%s", async (_what, account, fleets) => {
    const { ledger, started, scan: run } = await accountOf(account);
    await run();
    const storms = (await listStorms(ledger)).map((storm) => [storm.key, storm.fleets]);
    expect(storms).toEqual(fleets === null ? [] : [[KEY, fleets]]);
    expect(started).toHaveLength(fleets === null ? account.changed : 0);
  });

  test("what stands of them counts before anything is written that makes it a storm", async () => {
    const { writes, scan: run } = await accountOf({ judged: 6, changed: 2, moving: 4, standing: 4 });
    await run();
    const first = writes.findIndex((each) => each.includes("/finding#"));
    expect(writes.findIndex((each) => each.includes("/storm#"))).toBeLessThan(first);
    expect(writes.some((each) => each.includes("/storm#"))).toBe(true);
  });

  test("a storm whose fleets begin to move is not over", async () => {
    const { ledger, scan: run } = await accountOf({ judged: 10, changed: 6, moving: 0 });
    await run();
    for (const fleet of named(6, "a")) await rollouts.write(ledger, rollout({ fleet }), "absent");
    await run(15);
    expect(await listStorms(ledger)).toMatchObject([{ key: KEY, endedAt: null }]);
  });

  test("a storm that was just held is not over, though what it is of is not yet written", async () => {
    const { account, ledger, scan: run } = await accountOf({ judged: 10, changed: 6, moving: 0 });
    await run();
    account.servers = named(10, "a").map((fleet) => instance(fleet, `i-${fleet}`));
    await run(4);
    expect(await listStorms(ledger)).toHaveLength(1);
    await run(1);
    expect(await listStorms(ledger)).toEqual([]);
  });
});
