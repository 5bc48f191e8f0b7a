import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { ageDueAt } from "../../../src/domain/age/due-at.ts";
import { scan } from "../../../src/detect/scan/scan.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { readDueFirst } from "../../../src/ledger/found/due-first.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { DAY, instance, NOW, tagsOf } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;

describe("the server that is due first", () => {
  test("is kept where an age is declared, and none where there is no server", async () => {
    const {
      account,
      ledger,
      scan: run,
    } = await fakeScan({ declaration: { age: { max: "30d", jitter: "0%" } } });
    account.servers = [
      instance("web", "i-young", { LaunchTime: new Date(NOW - DAY / 2) }),
      instance("web", "i-old", { LaunchTime: new Date(NOW - 2 * DAY) }),
    ];
    await run();
    expect(await readDueFirst(ledger, "web")).toEqual({
      server: "i-old",
      generation: 1,
      launchedAt: NOW - 2 * DAY,
      oldestAt: NOW - 2 * DAY,
    });
    account.servers = [];
    await run(15);
    expect(await readDueFirst(ledger, "web")).toBeNull();
  });

  test("is not the oldest where that has a later instant of its own", async () => {
    const {
      account,
      ledger,
      scan: run,
    } = await fakeScan({ declaration: { age: { max: "30d", jitter: "50%" } } });
    const spread = (id: string): number => ageDueAt({ id, launchedAt: 0 }, { max: 30 * 86_400, jitter: 50 });
    const ids = ["i-a", "i-b", "i-c", "i-d"].sort((a, b) => spread(a) - spread(b));
    const [early = "", , , late = ""] = ids;
    account.servers = [
      instance("web", early, { LaunchTime: new Date(NOW - DAY) }),
      instance("web", late, { LaunchTime: new Date(NOW - 1.01 * DAY) }),
    ];
    await run();
    expect(await readDueFirst(ledger, "web")).toMatchObject({ server: early, oldestAt: NOW - 1.01 * DAY });
  });

  test("is not kept where no age is declared", async () => {
    const { ledger, writes, scan: run } = await fakeScan();
    await run();
    expect(writes.filter((each) => each.endsWith("/due-first"))).toEqual([]);
    expect(await readDueFirst(ledger, "web")).toBeNull();
  });

  test("stays as it was when no age is declared any more, and nothing is written", async () => {
    const age = { age: { max: "30d", jitter: "0%" } } as const;
    const { ledger, declare, writes, scan: run } = await fakeScan({ declaration: age });
    await run();
    const kept = await readDueFirst(ledger, "web");
    await declare("web", {});
    writes.length = 0;
    await run(15);
    expect([writes, await readDueFirst(ledger, "web"), kept?.server]).toEqual([[], kept, "i-web"]);
  });

  test("cannot be kept: the scan fails", async () => {
    const { context, ledger } = await fakeScan({ declaration: { age: { max: "30d", jitter: "0%" } } });
    const put: typeof ledger.put = async () => Promise.reject(new ServiceUnavailable("the ledger is away"));
    await expect(scan(null, { ...context, ledger: { ...ledger, put } })).rejects.toThrow("away");
  });
});

test("a scan that begins nothing though something is to be acted on says so", async () => {
  const { account, context, ledger } = await fakeScan({ declaration: AUTO });
  account.servers = [instance("web", "i-web", { KeyName: "mine" })];
  await freeze(ledger, { fleet: "web", reason: "incident 42", by: "ada", since: NOW, until: null });
  expect((await scan(null, context)).reason).toBe(
    "1 servers of 1 fleets: 1 fleets with findings to act on, 0 rollouts begun",
  );
});

test("a server that lost its tag while it was read is in no fleet", async () => {
  const { context, ec2, ledger } = await fakeScan({ declaration: AUTO });
  const lost = instance("web", "i-lost", { KeyName: "mine", Tags: tagsOf({ "moult:fleet": "elsewhere" }) });
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [lost, { ...lost, Tags: [] }] }] });
  await scan(null, context);
  expect(await listFindings(ledger, "web")).toEqual([]);
});

test("a read that fails for another reason than its token is not begun anew by the scan itself", async () => {
  const { context, ec2 } = await fakeScan();
  ec2.on(DescribeInstancesCommand).rejects(new ServiceUnavailable("try again"));
  await expect(scan(null, context)).rejects.toThrow("try again");
  expect(ec2.commandCalls(DescribeInstancesCommand)).toHaveLength(1);
});
