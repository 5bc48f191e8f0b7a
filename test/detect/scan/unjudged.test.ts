import { expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { keepActedOn } from "../../../src/ledger/found/acted-on.ts";
import { instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const OPTIONS = { HttpEndpoint: "enabled", HttpTokens: "optional" } as const;
const AUTO = { drift: { "key-pair": "auto" } } as const;

test("a finding stands while what it is about is being changed, and is lifted when that has been applied", async () => {
  const { account, ledger, scan: run } = await fakeScan();
  await run();
  const [whole] = account.servers;
  account.servers = [instance("web", "i-web", { MetadataOptions: { ...OPTIONS, State: "applied" } })];
  await run(15);
  expect(await listFindings(ledger, "web")).toMatchObject([{ field: "metadata httpTokens" }]);
  account.servers = [instance("web", "i-web", { MetadataOptions: { ...OPTIONS, State: "pending" } })];
  await run(15);
  await run(15);
  expect(await listFindings(ledger, "web")).toHaveLength(1);
  account.servers = whole ? [whole] : [];
  await run(15);
  expect(await listFindings(ledger, "web")).toEqual([]);
});

test("a drift that was only observed, declared to be acted on when servers were replaced for it before: what it needs is published once", async () => {
  const { account, declare, ledger, published, started, scan: run } = await fakeScan();
  const acted = { field: "key pair", observed: "mine", image: "ami-0aaa", templateVersion: 1, at: 1 };
  await keepActedOn(ledger, "web", [acted]);
  account.servers = [instance("web", "i-web", { KeyName: "mine" })];
  await run();
  await declare("web", AUTO);
  await run(15);
  await run(15);
  expect(published.map(([type]) => type)).toEqual(["Instance Drift Detected", "Fleet Needs Attention"]);
  expect(await listFindings(ledger, "web")).toMatchObject([{ evidence: { needs: "another image" } }]);
  expect((await listEntries(ledger, "web")).map(({ reason }) => reason)).toEqual([
    "i-web: key pair is mine, expected deploy; observed",
    "i-web: key pair is mine, expected deploy; servers were replaced for it before, so the fleet needs another image",
  ]);
  expect(started).toEqual([]);
});
