import { beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../../src/aws/middleware/aws-middleware.ts";
import { guard } from "../../../src/aws/middleware/guard.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { releaseLease, takeLease } from "../../../src/ledger/leases.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";

const NOW = 1_000_000;
const ANSWER: Answer = { output: {}, response: undefined };
const CLAIM = { fleet: "web", owner: "r-1", fence: 1 };
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
});

/** What comes of a call, and whether it was sent. */
async function send(command: string, now = NOW) {
  let sent = false;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const next = () => {
    sent = true;
    return Promise.resolve(ANSWER);
  };
  const result = await guard({ ledger, clock, claim: CLAIM, until: NOW + 100_000 })
    .handle(command, { input: {} }, next, "EC2Client")
    .catch((error: unknown) => error);
  return { result, sent };
}

const take = () => takeLease(ledger, { fleet: "web", owner: "r-1", now: NOW, ttlSeconds: 60 });
const ice = (fleet: string | null) =>
  freeze(ledger, { fleet, reason: "audit", by: "ada", since: NOW, until: null });

describe("guard", () => {
  it("lets a write pass under the live lease", async () => {
    await take();
    expect(await send("ModifyRuleCommand")).toEqual({ result: ANSWER, sent: true });
  });

  it("stops a write without the lease, after it ran out, and after another holder took it", async () => {
    expect(await send("ModifyRuleCommand")).toMatchObject({ result: { name: "LeaseLost" }, sent: false });
    await take();
    expect(await send("ModifyRuleCommand", NOW + 61_000)).toMatchObject({
      result: { name: "LeaseLost" },
      sent: false,
    });
    await releaseLease(ledger, CLAIM);
    await takeLease(ledger, { fleet: "web", owner: "r-2", now: NOW, ttlSeconds: 60 });
    expect(await send("ModifyRuleCommand")).toMatchObject({ result: { name: "LeaseLost" }, sent: false });
  });

  it("stops a write when the step's time is up, whoever holds the lease", async () => {
    await takeLease(ledger, { fleet: "web", owner: "r-1", now: NOW, ttlSeconds: 600 });
    expect(await send("ModifyRuleCommand", NOW + 99_999)).toEqual({ result: ANSWER, sent: true });
    const late = await send("ModifyRuleCommand", NOW + 100_000);
    expect(late).toMatchObject({ result: { name: "StepOverdue" }, sent: false });
    expect(await send("DescribeRulesCommand", NOW + 100_000)).toEqual({ result: ANSWER, sent: true });
  });

  it.each([
    ["web", "ada froze fleet web (audit)"],
    [null, "ada froze every fleet (audit)"],
  ])("stops a write while %s is frozen, and says by whom and why", async (fleet, told) => {
    await take();
    await ice(fleet);
    const { result, sent } = await send("ModifyRuleCommand");
    expect(sent).toBe(false);
    expect(result).toMatchObject({ name: "Frozen", message: expect.stringContaining(told) as string });
  });

  it("lets reads pass whatever holds", async () => {
    await ice("web");
    expect(await send("DescribeRulesCommand")).toEqual({ result: ANSWER, sent: true });
  });

  it("stops a write when the ledger cannot be read", async () => {
    await take();
    ledger.close();
    const { result, sent } = await send("ModifyRuleCommand");
    expect(sent).toBe(false);
    expect(result).toBeInstanceOf(Error);
  });

  it("looks again when the ledger was slow to answer: what it said may be over", async () => {
    await take();
    let [now, looks, sent] = [NOW, 0, false];
    const slow: Ledger = {
      ...ledger,
      get: async (key) => {
        const item = await ledger.get(key);
        // The first answer for the lease takes half a minute, in which somebody freezes the fleet.
        if (key.sort === "lease" && (looks += 1) === 1) {
          await new Promise(setImmediate);
          now += 30_000;
          await ice("web");
        }
        return item;
      },
    };
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const next = () => {
      sent = true;
      return Promise.resolve(ANSWER);
    };
    const guarded = guard({ ledger: slow, clock, claim: CLAIM, until: NOW + 100_000 });
    await expect(guarded.handle("ModifyRuleCommand", { input: {} }, next, "EC2Client")).rejects.toMatchObject(
      {
        name: "Frozen",
      },
    );
    expect({ sent, looks }).toEqual({ sent: false, looks: 2 });
  });
});
