import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { scan } from "../../../src/detect/scan/scan.ts";
import { Rejected, ServiceUnavailable } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { DAY, instance, NOW, tagsOf } from "../../support/detect/scan/fake-account.ts";
import { fakeScan, PINNED } from "../../support/detect/scan/fake-scan.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const drifted = (fleet = "web") => instance(fleet, `i-${fleet}`, { KeyName: "mine" });

describe("a scan that finds something", () => {
  test("writes it down, tells of it once, and decides about the fleet", async () => {
    const { account, ledger, scan: run, published, started } = await fakeScan({ declaration: AUTO });
    account.servers = [drifted()];
    expect(await run()).toBe(1);
    expect(await listFindings(ledger, "web")).toMatchObject([
      {
        server: "i-web",
        generation: 1,
        field: "key pair",
        expected: "deploy",
        observed: "mine",
        isPublished: true,
      },
    ]);
    expect(published).toEqual([
      [
        "Instance Drift Detected",
        {
          fleet: "web",
          instance: "i-web",
          field: "key pair",
          expected: "deploy",
          observed: "mine",
          since: "2026-11-20T10:00:00.000Z",
          dueAt: "2026-11-20T10:00:00.000Z",
          mode: "replace",
          sentence: "i-web: key pair is mine, expected deploy; it is to be replaced",
        },
      ],
    ]);
    expect(started).toHaveLength(1);
    const entries = await listEntries(ledger, "web");
    expect(entries.map(({ action }) => action)).toEqual(["finding", "start-rollout"]);
    expect(entries[0]).toMatchObject({
      subject: "i-web",
      actor: "scan",
      reason: "i-web: key pair is mine, expected deploy; it is to be replaced",
      evidence: { kind: "drift", drift: "key-pair" },
    });
  });

  test("of what is only observed begins nothing", async () => {
    const { account, scan: run, published, started } = await fakeScan();
    account.servers = [drifted()];
    await run();
    expect([published.length, started]).toEqual([1, []]);
  });

  test("lifts what is as it was launched again, and says so", async () => {
    const { account, ledger, scan: run, published } = await fakeScan();
    const [whole] = account.servers;
    account.servers = [drifted()];
    await run();
    account.servers = whole ? [whole] : [];
    await run(15);
    expect(await listFindings(ledger, "web")).toEqual([]);
    expect((await listEntries(ledger, "web")).at(-1)).toMatchObject({
      action: "lift-finding",
      reason: "i-web: key pair is no longer mine",
    });
    account.servers = [drifted()];
    await run(15);
    expect(await listFindings(ledger, "web")).toMatchObject([{ since: NOW }]);
    expect(published).toHaveLength(1);
  });

  test("tells of servers that are too old by another event", async () => {
    const {
      scan: run,
      published,
      started,
    } = await fakeScan({ declaration: { age: { max: "1d", jitter: "0%" } } });
    await run();
    expect(published.map(([type]) => type)).toEqual(["Instance Age Threshold Reached"]);
    expect(started).toHaveLength(1);
  });
});

describe("a scan that finds nothing new", () => {
  test("writes nothing and tells nothing, though findings stand", async () => {
    const { account, scan: run, writes, published } = await fakeScan({ fleets: ["api", "web"] });
    account.servers = [drifted("web"), instance("api", "i-api")];
    await run();
    expect([writes.length > 0, published.length]).toEqual([true, 1]);
    writes.length = 0;
    for (const minutes of [15, 15, 15]) await run(minutes);
    expect([writes, published.length]).toEqual([[], 1]);
  });

  test("also not while what it found waits to be replaced", async () => {
    const { account, scan: run, writes, published } = await fakeScan({ declaration: AUTO });
    account.servers = [drifted()];
    await run();
    writes.length = 0;
    await run(15);
    expect([writes, published.length]).toEqual([[], 1]);
  });
});

describe("a part that cannot read all its servers", () => {
  test("judges nothing and lifts nothing", async () => {
    const { account, ec2, ledger, scan: run, writes } = await fakeScan();
    account.servers = [drifted()];
    await run();
    writes.length = 0;
    account.servers = [];
    account.page = 1;
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce({ Reservations: [], NextToken: "1" })
      .rejects(new ServiceUnavailable("the token is expired"));
    await expect(run(15)).rejects.toThrow("the token is expired");
    await expect(run(15)).rejects.toThrow("the token is expired");
    expect(writes).toEqual([]);
    expect(await listFindings(ledger, "web")).toMatchObject([{ absentIn: 0 }]);
  });

  test("begins the chain anew once when a token is no longer taken, and each server counts once", async () => {
    const { account, ec2, ledger, scan: run } = await fakeScan();
    const first = { Reservations: [{ Instances: [drifted()] }], NextToken: "expires" };
    const expired = new Rejected("DescribeInstances: the token is expired");
    const list = { Reservations: [{ Instances: [drifted()] }] };
    ec2.on(DescribeInstancesCommand).resolvesOnce(first).rejectsOnce(expired).resolves(list);
    await run();
    expect(await listFindings(ledger, "web")).toHaveLength(1);
    expect(ec2.commandCalls(DescribeInstancesCommand)).toHaveLength(3);
    ec2.reset();
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce(first)
      .rejectsOnce(expired)
      .resolvesOnce(first)
      .rejects(expired);
    account.servers = [];
    await expect(run(15)).rejects.toThrow("the token is expired");
    expect(await listFindings(ledger, "web")).toHaveLength(1);
  });

  test("fails also when the groups cannot be read", async () => {
    const { account, autoScaling, scan: run, writes } = await fakeScan();
    account.servers = [drifted()];
    autoScaling.onAnyCommand().rejects(new ServiceUnavailable("try again"));
    await expect(run()).rejects.toThrow("try again");
    expect(writes).toEqual([]);
  });
});

describe("is skipped", () => {
  test("a fleet with an open run", async () => {
    const { account, ledger, scan: run, writes } = await fakeScan();
    account.servers = [drifted()];
    await rollouts.write(ledger, rollout({}), "absent");
    writes.length = 0;
    await run();
    expect(writes).toEqual([]);
  });

  test("a fleet without a live generation", async () => {
    const { account, scan: run, writes } = await fakeScan({ special: { state: "launching" } });
    account.servers = [drifted()];
    await run();
    expect(writes).toEqual([]);
  });

  test("a server of a generation that is not live", async () => {
    const { account, ledger, scan: run, writes } = await fakeScan();
    const green = generation({ number: 2, group: "web-g0002", state: "retained", expectations: PINNED });
    await writeGeneration(ledger, green, "absent");
    const tags = tagsOf({ "moult:fleet": "web", "aws:autoscaling:groupName": "web-g0002" });
    account.servers = [instance("web", "i-green", { KeyName: "mine", Tags: tags }), ...account.servers];
    await run();
    writes.length = 0;
    await run(15);
    expect(writes).toEqual([]);
    expect(await listFindings(ledger, "web")).toEqual([]);
  });

  test("a server that was launched since the scan began, until the next one", async () => {
    const { account, context, ledger, scan: run } = await fakeScan();
    account.servers.push(instance("web", "i-new", { KeyName: "mine", LaunchTime: new Date(NOW) }));
    await run();
    expect(await listFindings(ledger, "web")).toEqual([]);
    const begun = { startedAt: NOW - DAY, after: null, servers: 0, judged: 0, parts: [] };
    await scan(begun, context);
    expect(await listFindings(ledger, "web")).toEqual([]);
    await run(15);
    expect(await listFindings(ledger, "web")).toMatchObject([{ server: "i-new" }]);
  });
});
