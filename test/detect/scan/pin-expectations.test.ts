import { DescribeLaunchTemplateVersionsCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { driftKinds } from "../../../src/domain/drift/drift-kinds.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { DATA, instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan, PINNED } from "../../support/detect/scan/fake-scan.ts";

const OPEN = ["metadata-options", "security-groups"];
const older = { special: { expectations: null } };

describe("a generation of a record that says nothing of what is expected", () => {
  test("is pinned by its template version in the first scan, with one call, and never again", async () => {
    const { ec2, live, scan: run, writes } = await fakeScan(older);
    await run();
    const { expectations } = (await live()) ?? {};
    expect(Object.keys(expectations ?? {})).toEqual(driftKinds);
    for (const kind of driftKinds.filter((each) => !OPEN.includes(each)))
      expect(expectations?.[kind]).toEqual(PINNED[kind]);
    expect(
      ec2.commandCalls(DescribeLaunchTemplateVersionsCommand).map(({ args: [{ input }] }) => input),
    ).toEqual([{ LaunchTemplateId: "lt-0abc", Versions: ["6"] }]);
    writes.length = 0;
    await run(15);
    expect(ec2.commandCalls(DescribeLaunchTemplateVersionsCommand)).toHaveLength(1);
    expect(writes).toEqual([]);
  });

  test("is judged in the same scan: a server that differs already has drifted", async () => {
    const { account, ledger, live, scan: run } = await fakeScan(older);
    const odd = { KeyName: "mine", SecurityGroups: [{ GroupId: "sg-odd" }] };
    account.servers = [instance("web", "i-web", odd)];
    await run();
    expect((await listFindings(ledger, "web")).map(({ field }) => field)).toEqual(["key pair"]);
    // The template leaves them open: what the servers show holds.
    expect((await live())?.expectations?.["security-groups"]?.expected).toEqual(["sg-odd"]);
  });

  test("stays as it is where its template version is gone, and nothing of it is judged", async () => {
    const { account, ledger, live, scan: run, writes } = await fakeScan(older);
    account.data = null;
    account.servers = [instance("web", "i-web", { KeyName: "mine" })];
    await run();
    expect((await live())?.expectations).toBeNull();
    expect([await listFindings(ledger, "web"), writes]).toEqual([[], []]);
  });

  test("stays as it is where its group is gone", async () => {
    const { account, ec2, live, scan: run } = await fakeScan(older);
    account.groups.clear();
    await run();
    expect((await live())?.expectations).toBeNull();
    expect(ec2.commandCalls(DescribeLaunchTemplateVersionsCommand)).toEqual([]);
  });

  test("fails the scan where its template version cannot be read, and nothing was written", async () => {
    const { ec2, scan: run, writes } = await fakeScan(older);
    ec2.on(DescribeLaunchTemplateVersionsCommand).rejects(new ServiceUnavailable("later"));
    await expect(run()).rejects.toThrow("later");
    expect(writes).toEqual([]);
  });

  test("waits for the next scan where more than five hundred were not pinned", async () => {
    const fleets = Array.from({ length: 501 }, (_, index) => `fleet-${String(index).padStart(3, "0")}`);
    const { ec2, live, scan: run } = await fakeScan({ fleets, ...older });
    await run();
    expect(ec2.commandCalls(DescribeLaunchTemplateVersionsCommand)).toHaveLength(500);
    expect((await live("fleet-500"))?.expectations).toBeNull();
    await run(15);
    expect(ec2.commandCalls(DescribeLaunchTemplateVersionsCommand)).toHaveLength(501);
    expect((await live("fleet-500"))?.expectations).not.toBeNull();
  });
});

describe("a detector of another version", () => {
  const learned = { version: 1, expected: ["sg-learned"] };
  const special = {
    expectations: {
      ...PINNED,
      "key-pair": { version: 0, expected: "of old" },
      image: { version: 1, expected: "ami-0aaa" },
      "security-groups": learned,
    },
  };

  test("pins its kind anew by the template version, and leaves the others", async () => {
    const { account, live, ledger, scan: run } = await fakeScan({ special });
    account.data = { ...DATA, KeyName: "deploy", ImageId: "ami-other" };
    account.servers = [instance("web", "i-web", { SecurityGroups: [{ GroupId: "sg-learned" }] })];
    await run();
    const now = (await live())?.expectations;
    expect(now?.["key-pair"]).toEqual({ version: 1, expected: "deploy" });
    expect([now?.["image"], now?.["security-groups"]]).toEqual([special.expectations.image, learned]);
    expect(await listFindings(ledger, "web")).toEqual([]);
  });
});

test("what the template leaves open is learned once, and written once", async () => {
  const { live, scan: run, writes } = await fakeScan();
  await run();
  expect(writes).toEqual(["fleet#web/generation#000001"]);
  expect((await live())?.expectations?.["security-groups"]?.expected).toEqual(["sg-default"]);
  await run(15);
  expect(writes).toHaveLength(1);
});

test("the oldest server shows what is left open, of two of one age the one whose id comes first", async () => {
  const { account, live, scan: run } = await fakeScan();
  const shows = (id: string, group: string) => instance("web", id, { SecurityGroups: [{ GroupId: group }] });
  account.servers = [shows("i-2", "sg-two"), shows("i-1", "sg-one")];
  await run();
  expect((await live())?.expectations?.["security-groups"]?.expected).toEqual(["sg-one"]);
});
