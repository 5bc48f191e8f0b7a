import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer } from "../../../src/aws/middleware/aws-middleware.ts";
import { trace } from "../../../src/aws/middleware/trace.ts";
import { Rejected } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";

const ANSWER: Answer = { output: {}, response: undefined };
let ledger: Ledger;
let counted: string[];
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  counted = [];
});

interface Sending {
  /** Null: the change is made outside of any reason. */
  readonly reason?: string | null;
  readonly next?: () => Promise<Answer>;
}

function send(command: string, input: object, { reason = "green is healthy", next }: Sending = {}) {
  const middleware = trace({
    ledger,
    clock: { now: () => 5000, sleep: () => Promise.resolve() },
    fleet: "web",
    run: "r-1",
    actor: "r-1",
    phase: "ShiftTraffic",
    reasonNow: () => (reason === null ? undefined : { reason, evidence: { healthy: 6 } }),
    count: (action) => counted.push(action),
  });
  return middleware.handle(command, { input }, next ?? (() => Promise.resolve(ANSWER)), "EC2Client");
}
const entries = () => listEntries(ledger, "web");

describe("trace", () => {
  it("refuses a change that nobody gave a reason for, and lets a read pass", async () => {
    const next = vi.fn<() => Promise<Answer>>(async () => ANSWER);
    await expect(
      send("ModifyRuleCommand", { RuleArn: "rule-1" }, { reason: null, next }),
    ).rejects.toMatchObject({
      name: "InvalidInput",
      message: "ModifyRule was not sent: nobody said why. Make the change inside withReason",
    });
    expect(next).not.toHaveBeenCalled();
    expect(await entries()).toEqual([]);
    expect(await send("DescribeRulesCommand", {}, { reason: null })).toBe(ANSWER);
  });

  it("writes a change down before it is sent, with reason, subject, evidence and what is asked for", async () => {
    let before: unknown;
    const next = async () => {
      before = await entries();
      return ANSWER;
    };
    expect(await send("ModifyRuleCommand", { RuleArn: "rule-1", Actions: [] }, { next })).toBe(ANSWER);
    expect(before).toEqual([
      {
        at: 5000,
        fleet: "web",
        rollout: "r-1",
        phase: "ShiftTraffic",
        kind: "call",
        reason: "green is healthy",
        action: "ModifyRule",
        subject: "rule-1",
        evidence: { healthy: 6, request: { RuleArn: "rule-1", Actions: [] } },
        actor: "r-1",
      },
    ]);
    expect(await entries()).toHaveLength(1);
  });

  it("writes down that it failed, and throws that error", async () => {
    const next = () => Promise.reject(new Rejected("too many actions"));
    await expect(send("ModifyRuleCommand", { RuleArn: "rule-1" }, { next })).rejects.toThrow(
      "too many actions",
    );
    const [, failed] = await entries();
    expect(failed).toMatchObject({
      action: "ModifyRule",
      subject: "rule-1",
      evidence: { error: "Rejected", message: "too many actions" },
    });
  });

  it("throws the call's own error even when the ledger is gone by then", async () => {
    const next = () => {
      ledger.close();
      return Promise.reject(new Rejected("too many actions"));
    };
    await expect(send("ModifyRuleCommand", {}, { next })).rejects.toThrow("too many actions");
  });

  it("sends no change that cannot be written down: without a reason, or without a ledger", async () => {
    let sent = 0;
    const next = () => {
      sent += 1;
      return Promise.resolve(ANSWER);
    };
    await expect(send("ModifyRuleCommand", {}, { next, reason: "" })).rejects.toThrow("reason");
    ledger.close();
    await expect(send("ModifyRuleCommand", {}, { next })).rejects.toThrow("database");
    expect(sent).toBe(0);
    expect(counted).toEqual([]);
  });

  it("counts reads and writes, and writes no read down", async () => {
    await send("DescribeRulesCommand", { RuleArns: ["rule-1"] });
    await send("ModifyRuleCommand", {});
    expect(counted).toEqual(["DescribeRules", "ModifyRule"]);
    expect((await entries()).map(({ action }) => action)).toEqual(["ModifyRule"]);
  });

  it.each([
    [{ AutoScalingGroupName: "web-g0002" }, "web-g0002"],
    [{ ListenerArn: "listener-1" }, "listener-1"],
    [{ LaunchTemplateId: "lt-1", SourceVersion: "2" }, "lt-1"],
    [{ Targets: [{ Key: "tag:aws:autoscaling:groupName", Values: ["web-g0002"] }] }, "web-g0002"],
    [{ Entries: [] }, undefined],
  ])("names the subject of %o", async (input, subject) => {
    await send("UpdateAutoScalingGroupCommand", input);
    expect((await entries())[0]?.subject).toBe(subject);
  });

  it("keeps a date of the request as text", async () => {
    await send("PutScheduledUpdateGroupActionCommand", { StartTime: new Date(0) });
    expect((await entries())[0]?.evidence).toEqual({
      healthy: 6,
      request: { StartTime: "1970-01-01T00:00:00.000Z" },
    });
  });
});
