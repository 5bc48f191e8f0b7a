import { describe, expect, test } from "vitest";
import { returnedFound } from "../../../src/detect/scan/report.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { changeStorm } from "../../../src/ledger/found/storms.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { instance, tagsOf } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";
import { finding } from "../../support/domain/findings.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const FIVE = ["a", "b", "c", "d", "e"];
const MINE = { KeyName: "mine" };
const UNTAGGED = tagsOf({ "aws:autoscaling:groupName": "web-g0001", "aws:ec2launchtemplate:version": "6" });

type Published = Awaited<ReturnType<typeof fakeScan>>["published"];
const attention = (published: Published) =>
  published.flatMap(([type, { kind, commands }]) =>
    type.endsWith("Needs Attention") ? [[kind, commands] as const] : [],
  );

const spoil = (ledger: Ledger, place: { readonly partition: string; readonly sort: string }) =>
  ledger.put({ ...place, schema: 1, body: { nonsense: true } }, "any");

/** Fleets that somebody changed all at once. */
async function changed() {
  const faked = await fakeScan({ fleets: FIVE, declaration: AUTO });
  faked.account.servers = FIVE.map((fleet) => instance(fleet, `i-${fleet}`, MINE));
  return faked;
}

describe("what ends it goes with what is published:", () => {
  test("servers that lack their tag, one command for all", async () => {
    const { account, published, scan } = await fakeScan();
    const group = account.groups.get("web-g0001");
    const [first] = group?.Instances ?? [];
    if (first) group?.Instances?.push({ ...first, InstanceId: "i-second" });
    account.servers = ["i-web", "i-second"].map((id) => instance("web", id, { Tags: UNTAGGED }));
    await scan();
    expect(attention(published)).toEqual([
      [
        "untagged-servers",
        ["aws ec2 create-tags --resources i-second i-web --tags Key=moult:fleet,Value=web"],
      ],
    ]);
  });

  test("a storm, which has one entry", async () => {
    const { ledger, published, scan } = await changed();
    await scan();
    expect(attention(published)).toEqual([["storm", ["moult findings", "moult findings acknowledge"]]]);
    expect((await listEntries(ledger, null)).map(({ action }) => action)).toEqual(["hold-storm"]);
  });

  test("a storm that cannot be read; none is held beside it", async () => {
    const { ledger, published, writes, scan } = await changed();
    await spoil(ledger, { partition: "account", sort: "storm#0123456789abcdef" });
    writes.length = 0;
    await scan();
    expect(attention(published)).toEqual([["not-judged", ["moult findings"]]]);
    expect(writes.filter((each) => each.includes("/storm#"))).toEqual([]);
  });

  test("a fleet that cannot be judged", async () => {
    const { ledger, published, scan } = await fakeScan();
    await spoil(ledger, { partition: "fleet#web", sort: "generation#000001" });
    await scan();
    expect(attention(published)).toEqual([["not-judged", ["moult history web"]]]);
  });

  test("what servers were replaced for in vain, each field and value once", () => {
    const stands = ["i-1", "i-2"].map((server) => finding({ server, evidence: { needs: "another image" } }));
    const reason =
      "key pair is mine, expected deploy; servers were replaced for it before, so the fleet needs another image";
    expect(returnedFound("web", [...stands, finding({ server: "i-3" })])).toEqual([
      { key: reason, kind: "returned-finding", reason, commands: ["moult findings web"] },
    ]);
  });
});

test("a storm that somebody acknowledged before it was published is not published", async () => {
  const { ledger, published, scan } = await changed();
  const storm = {
    key: "drift#key pair#mine",
    kind: "drift" as const,
    field: "key pair",
    observed: "mine",
    fleets: 5,
  };
  const acknowledged = { by: "ada", reason: "ours", at: 1 };
  await changeStorm(ledger, storm.key, () => ({ ...storm, since: 1, acknowledged, endedAt: null }));
  await scan();
  expect(attention(published)).toEqual([]);
});

describe("what is over and comes back after two hours is published anew:", () => {
  /** Whatever is at this place cannot be read for a scan; then it can, for two hours; then it cannot. */
  async function twice(place: { readonly partition: string; readonly sort: string }) {
    const { ledger, published, scan } = await fakeScan({ declaration: AUTO });
    const before = await ledger.get(place);
    const mend = () => ledger.put({ ...place, schema: before?.schema ?? 1, body: before?.body ?? {} }, "any");
    await spoil(ledger, place);
    await scan();
    await mend();
    for (const minutes of [15, 60, 60]) await scan(minutes);
    await spoil(ledger, place);
    await scan(15);
    return attention(published).map(([kind]) => kind);
  }

  test("a fleet that cannot be judged", async () => {
    expect(await twice({ partition: "fleet#web", sort: "generation#000001" })).toEqual([
      "not-judged",
      "not-judged",
    ]);
  });

  test("and what stands of a fleet stays while it cannot be judged", async () => {
    const { account, ledger, published, scan } = await fakeScan();
    const place = { partition: "fleet#web", sort: "generation#000001" };
    const before = await ledger.get(place);
    account.servers = [instance("web", "i-web", { Tags: UNTAGGED })];
    await scan();
    await spoil(ledger, place);
    for (const minutes of [15, 60, 60]) await scan(minutes);
    await ledger.put({ ...place, schema: before?.schema ?? 1, body: before?.body ?? {} }, "any");
    await scan(15);
    expect(attention(published).map(([kind]) => kind)).toEqual(["untagged-servers", "not-judged"]);
  });
});
