import { expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { keepActedOn } from "../../../src/ledger/found/acted-on.ts";
import { listStorms } from "../../../src/ledger/found/storms.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const drifted = (fleet: string) => instance(fleet, `i-${fleet}`, { KeyName: "mine" });

async function spoil(ledger: Ledger, fleet: string, sort: string): Promise<void> {
  const place = { partition: `fleet#${fleet}`, sort };
  const { schema = 1 } = (await ledger.get(place)) ?? {};
  await ledger.put({ ...place, schema, body: { nonsense: true } }, "any");
}

test.each(["generation#000001", "finding#i-web#drift#key pair"])(
  "a fleet whose %s cannot be read is told of once, and the others are judged",
  async (sort) => {
    const {
      account,
      ledger,
      published,
      scan: run,
      started,
    } = await fakeScan({
      fleets: ["api", "web"],
      declaration: AUTO,
    });
    account.servers = [drifted("api"), drifted("web")];
    await spoil(ledger, "web", sort);
    await run();
    await run(15);
    expect(await listFindings(ledger, "api")).toHaveLength(1);
    expect(new Set(started).size).toBe(1);
    const told = published.filter(([type]) => type === "Fleet Needs Attention");
    expect(told).toMatchObject([[expect.anything(), { fleet: "web" }]]);
    expect(told[0]?.[1]["irregularity"]).toContain("its servers are not judged: ");
    const entries = await listEntries(ledger, "web");
    expect(entries.map(({ action }) => action)).toEqual(["irregularity"]);
  },
);

test("a storm does not end because a fleet's findings cannot be read", async () => {
  const fleets = ["a", "b", "c", "d", "e"];
  const { account, ledger, scan: run, started } = await fakeScan({ fleets, declaration: AUTO });
  account.servers = fleets.map(drifted);
  await run();
  await spoil(ledger, "c", "finding#i-c#drift#key pair");
  await run(15);
  expect(await listStorms(ledger)).toMatchObject([{ fleets: 5, endedAt: null }]);
  expect(started).toEqual([]);
});

test("a drift that servers were replaced for before is told with what the fleet needs, and begins nothing", async () => {
  const { account, ledger, published, scan: run, started } = await fakeScan({ declaration: AUTO });
  const acted = { field: "key pair", observed: "mine", image: "ami-0aaa", templateVersion: 1, at: 1 };
  await keepActedOn(ledger, "web", [acted]);
  account.servers = [drifted("web")];
  await run();
  await run(15);
  const types = published.map(([type]) => type);
  expect([types, started]).toEqual([["Fleet Needs Attention", "Instance Drift Detected"], []]);
  expect((await listEntries(ledger, "web")).map(({ reason }) => reason)).toEqual([
    "i-web: key pair is mine, expected deploy; servers were replaced for it before, so the fleet needs another image",
  ]);
});
