import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { CLOCK_MARGIN_MS, readLease, takeLease } from "../../../src/ledger/leases.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import { rolloutKind } from "../../../src/rollout/rollout-kind.ts";
import { recover } from "../../../src/step/recovery/recover.ts";
import type { ExecutionReader } from "../../../src/step/step.ts";
import { rollout } from "../../support/cli/records.ts";

const NOW = Date.UTC(2026, 10, 21, 13);
const taking = { fleet: "web", run: "web-1", execution: "web-1-recover-1" };
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
});
afterEach(() => ledger.close());

type Status = Awaited<ReturnType<ExecutionReader["status"]>>;
const executions = (status: Status) => ({ status: vi.fn<ExecutionReader["status"]>(async () => status) });
const context = (now = NOW, asked = executions("ended")) => ({
  ledger,
  clock: { now: () => now, sleep: async () => {} },
  executions: asked,
});
const hold = (owner: string) => takeLease(ledger, { fleet: "web", owner, now: NOW, ttlSeconds: 600 });

test("takes the rollout over under a new fence, even from the owner's live lease, and says why it fails", async () => {
  await rollouts.write(ledger, rollout({}), "absent");
  await hold("web-1");
  const reason = "its execution web-1 ended in ValidateGreen, before the rollout did";
  expect(await recover(rolloutKind, taking, context())).toEqual({
    verdict: "recover",
    waitSeconds: 0,
    reason,
    rollout: "web-1",
    fence: 2,
  });
  const stored = await rollouts.read(ledger, "web", "web-1");
  expect(stored?.run).toEqual(
    rollout({
      execution: "web-1-recover-1",
      failure: { phase: "ValidateGreen", error: "Abandoned", reason, imageAtFault: false },
    }),
  );
  expect(await listEntries(ledger, "web")).toMatchObject([
    { action: "recover", reason, actor: "web-1-recover-1", rollout: "web-1" },
  ]);
});

test("one that cannot write down that it carries the rollout gives the lease back, and is tried again", async () => {
  await rollouts.write(ledger, rollout({}), "absent");
  const asked = { ...context(NOW, executions("unknown")) };
  const failing: Ledger = {
    ...ledger,
    get: (key) => ledger.get(key),
    put: (item, expected) =>
      item.sort.startsWith("entry#")
        ? Promise.reject(new ServiceUnavailable("try again"))
        : ledger.put(item, expected),
  };
  await expect(recover(rolloutKind, taking, { ...asked, ledger: failing })).rejects.toThrow("try again");
  expect(await readLease(ledger, "web")).toMatchObject({ owner: null, fence: 1 });
  expect(await recover(rolloutKind, taking, asked)).toMatchObject({ verdict: "recover", fence: 2 });
});

describe("the execution that carries the rollout may still run", () => {
  test.each(["running", "unknown"] as const)(
    "%s: refuses, with the way out, and changes nothing",
    async (status) => {
      await rollouts.write(ledger, rollout({}), "absent");
      await hold("web-1");
      const reason =
        "execution web-1 may still carry rollout web-1: abort the rollout with moult rollout abort web --reason <text>; " +
        "the sweep takes it over once that execution has ended";
      const answer = await recover(rolloutKind, taking, context(NOW, executions(status)));
      expect(answer).toMatchObject({ verdict: "refused", reason, fence: 0 });
      expect(await readLease(ledger, "web")).toMatchObject({ owner: "web-1", fence: 1 });
      expect((await rollouts.read(ledger, "web", "web-1"))?.revision).toBe(1);
      expect(await listEntries(ledger, "web")).toEqual([]);
    },
  );

  test("one that says that it runs is believed, also when its lease ran out", async () => {
    await rollouts.write(ledger, rollout({}), "absent");
    await hold("web-1");
    const later = NOW + 600_000 + CLOCK_MARGIN_MS + 1;
    const asked = executions("running");
    expect(await recover(rolloutKind, taking, context(later, asked))).toMatchObject({ verdict: "refused" });
    expect(asked.status.mock.calls).toEqual([["rollout", "web-1"]]);
  });

  test("one that cannot be asked is dead when its lease ran out, not a moment sooner", async () => {
    await rollouts.write(ledger, rollout({}), "absent");
    await hold("web-1");
    const atTheEnd = NOW + 600_000 + CLOCK_MARGIN_MS;
    const ask = (now: number) => recover(rolloutKind, taking, context(now, executions("unknown")));
    expect(await ask(atTheEnd)).toMatchObject({ verdict: "refused" });
    expect(await ask(atTheEnd + 1)).toMatchObject({ verdict: "recover", fence: 2 });
  });

  test("a recovery that is tried again does not stand in its own way, and asks nothing", async () => {
    await rollouts.write(ledger, rollout({ execution: taking.execution }), "absent");
    await hold("web-1");
    const asked = executions("running");
    expect(await recover(rolloutKind, taking, context(NOW, asked))).toMatchObject({
      verdict: "recover",
      fence: 2,
    });
    expect(asked.status).not.toHaveBeenCalled();
  });
});

test("keeps the failure that was known before", async () => {
  const failure = { phase: "Bake", error: "Failed", reason: "5xx", imageAtFault: true } as const;
  await rollouts.write(ledger, rollout({ phase: "RollBack", failure }), "absent");
  await recover(rolloutKind, taking, context());
  expect((await rollouts.read(ledger, "web", "web-1"))?.run.failure).toEqual(failure);
});

test("refuses while another owner's lease lives, and changes nothing", async () => {
  await rollouts.write(ledger, rollout({}), "absent");
  await hold("somebody");
  const reason = "somebody holds the fleet: it is looked at again later";
  expect(await recover(rolloutKind, taking, context())).toMatchObject({
    verdict: "refused",
    reason,
    fence: 0,
  });
  expect((await rollouts.read(ledger, "web", "web-1"))?.revision).toBe(1);
  const later = NOW + 600_000 + CLOCK_MARGIN_MS;
  expect(await recover(rolloutKind, taking, context(later))).toMatchObject({ verdict: "recover", fence: 2 });
});

test("refuses a rollout that has ended, and leaves its lease alone", async () => {
  await rollouts.write(ledger, rollout({ endedAt: NOW, outcome: "rolled-back" }), "absent");
  expect(await recover(rolloutKind, taking, context())).toMatchObject({
    verdict: "refused",
    reason: "rollout web-1 has ended already (rolled-back)",
  });
  expect(await readLease(ledger, "web")).toBeUndefined();
});

test("refuses a rollout that nobody wrote down, and writes nothing", async () => {
  expect(await recover(rolloutKind, taking, context())).toMatchObject({
    verdict: "refused",
    reason: "the ledger has no rollout web-1 of fleet web",
    fence: 0,
  });
  expect(await ledger.list("fleet#web")).toEqual([]);
});
