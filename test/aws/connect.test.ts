import { describe, expect, it } from "vitest";
import { createSimulator } from "../../simulator/simulator.ts";
import { autoScalingClient, describeGroups, resizeGroup } from "../../src/aws/auto-scaling/auto-scaling.ts";
import type { ClientSettings } from "../../src/aws/clients.ts";
import { connect } from "../../src/aws/connect.ts";
import { ec2Client, readTemplate } from "../../src/aws/ec2/ec2.ts";
import type { AwsMiddleware, MiddlewareName } from "../../src/aws/middleware/aws-middleware.ts";
import { errors } from "../../src/aws/middleware/errors.ts";
import { guard } from "../../src/aws/middleware/guard.ts";
import { retry } from "../../src/aws/middleware/retry.ts";
import { trace } from "../../src/aws/middleware/trace.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { takeLease } from "../../src/ledger/leases.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const telling = (name: MiddlewareName, passed: string[]): AwsMiddleware => ({
  name,
  handle: (_command, call, next) => {
    passed.push(name);
    return next(call);
  },
});

describe("connect", () => {
  it("puts the middleware in its order, whatever order it is given in, and the last of a name only", async () => {
    const simulator = createSimulator();
    const passed: string[] = [];
    const given = (["errors", "retry", "trace", "dry-run", "guard"] as const).map((name) =>
      telling(name, passed),
    );
    const doubled = [telling("guard", []), ...given];
    const aws = connect({ autoScaling: autoScalingClient }, simulator.clientOptions(), doubled);
    await simulator.drive(describeGroups(aws.autoScaling, ["web"]));
    expect(passed).toEqual(["dry-run", "retry", "guard", "trace", "errors"]);
  });

  it("makes a client when it is first used, once", () => {
    const made: string[] = [];
    const factory = (settings: ClientSettings) => {
      made.push("ec2");
      return ec2Client(settings);
    };
    const aws = connect({ ec2: factory, autoScaling: autoScalingClient }, { region: "us-east-1" }, []);
    expect(made).toEqual([]);
    expect(aws.ec2).toBe(aws.ec2);
    expect(made).toEqual(["ec2"]);
  });
});

describe("a client with a transport", () => {
  it("takes a call through the same middleware, and tells the transport the names that the SDK would", async () => {
    const passed: string[] = [];
    const told: unknown[] = [];
    const transport: AwsMiddleware = {
      name: "transport",
      handle: async (command, { input }, _next, client) => {
        told.push({ client, command, input });
        return { output: { AutoScalingGroups: [] }, response: undefined };
      },
    };
    const given = (["errors", "trace", "guard", "dry-run"] as const).map((name) => telling(name, passed));
    const aws = connect({ autoScaling: autoScalingClient }, { region: "us-east-1" }, [transport, ...given]);
    expect(await describeGroups(aws.autoScaling, ["web"])).toEqual(new Map());
    expect(passed).toEqual(["dry-run", "guard", "trace", "errors"]);
    expect(told).toMatchObject([
      {
        client: "AutoScalingClient",
        command: "DescribeAutoScalingGroupsCommand",
        input: { AutoScalingGroupNames: ["web"] },
      },
    ]);
  });

  it("has nothing behind the transport: a call that it hands on fails", async () => {
    const transport = telling("transport", []);
    const aws = connect({ ec2: ec2Client }, { region: "us-east-1" }, [transport]);
    await expect(readTemplate(aws.ec2, "lt-0")).rejects.toThrow("The transport handed");
  });
});

describe("a client with all of the middleware", () => {
  const THROTTLE = { kind: "error", code: "Throttling", status: 400, message: "Rate exceeded" } as const;

  /** A simulated account whose first `throttles` Auto Scaling calls are throttled. */
  async function open(throttles: number) {
    let left = throttles;
    const simulator = createSimulator({
      faults: (call) => {
        if (call.action !== "UpdateAutoScalingGroup" || left === 0) return undefined;
        left -= 1;
        return THROTTLE;
      },
    });
    const { clock } = simulator;
    const ledger = openSqliteLedger(":memory:");
    await takeLease(ledger, { fleet: "web", owner: "r-1", now: clock.now(), ttlSeconds: 600 });
    const reasonNow = () => ({ reason: "test", evidence: null });
    const aws = connect({ autoScaling: autoScalingClient, ec2: ec2Client }, simulator.clientOptions(), [
      retry({ clock, random: () => 0.5 }),
      guard({
        ledger,
        clock,
        claim: { fleet: "web", owner: "r-1", fence: 1 },
        until: Number.POSITIVE_INFINITY,
      }),
      trace({
        ledger,
        clock,
        fleet: "web",
        run: "r-1",
        phase: null,
        actor: "r-1",
        reasonNow,
        count: () => undefined,
      }),
      errors(),
    ]);
    return { simulator, ledger, aws };
  }

  it("throws errors of ours", async () => {
    const { simulator, aws } = await open(0);
    await expect(simulator.drive(readTemplate(aws.ec2, "lt-0"))).rejects.toMatchObject({ name: "NotFound" });
    await expect(simulator.drive(resizeGroup(aws.autoScaling, "web", { min: 1 }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  it("waits in virtual time, and writes every attempt down with how it failed", async () => {
    const { simulator, ledger, aws } = await open(2);
    const started = simulator.clock.now();
    await expect(simulator.drive(resizeGroup(aws.autoScaling, "web", { min: 1 }))).rejects.toMatchObject({
      name: "NotFound",
    });
    expect(simulator.clock.now() - started).toBeGreaterThanOrEqual(125 + 250);
    const told = (await listEntries(ledger, "web")).map(({ evidence }) => evidence?.["error"] ?? "asked");
    expect(told).toEqual(["asked", "Throttled", "asked", "Throttled", "asked", "NotFound"]);
  });

  it("looks for a freeze again before the next attempt, and writes nothing of what it stopped", async () => {
    const { simulator, ledger, aws } = await open(1);
    const resizing = resizeGroup(aws.autoScaling, "web", { min: 1 }).catch((error: unknown) => error);
    const freezing = simulator.clock
      .sleep(60)
      .then(() => freeze(ledger, { fleet: null, reason: "audit", by: "ada", since: 0, until: null }));
    const [result] = await simulator.drive(Promise.all([resizing, freezing]));
    expect(result).toMatchObject({ name: "Frozen" });
    expect(await listEntries(ledger, "web")).toHaveLength(2);
    expect(simulator.calls.records.filter(({ action }) => action === "UpdateAutoScalingGroup")).toHaveLength(
      1,
    );
  });
});
