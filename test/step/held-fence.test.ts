import { expect, test } from "vitest";
import { releaseLease, takeLease } from "../../src/ledger/leases.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { heldFence, messageOf } from "../../src/step/held-fence.ts";

test("the fence is the one that is known, else the one that the ledger has for the rollout", async () => {
  const ledger = openSqliteLedger(":memory:");
  const input = { fleet: "web", run: "r-1", fence: 0 };
  expect(await heldFence({ ...input, fence: 9 }, { ledger })).toBe(9);
  expect(await heldFence(input, { ledger })).toBeUndefined();
  await takeLease(ledger, { fleet: "web", owner: "r-1", now: 0, ttlSeconds: 60 });
  expect(await heldFence(input, { ledger })).toBe(1);
  expect(await heldFence({ ...input, run: "r-2" }, { ledger })).toBeUndefined();
  await releaseLease(ledger, { fleet: "web", owner: "r-1", fence: 1 });
  expect(await heldFence(input, { ledger })).toBeUndefined();
  ledger.close();
});

test("a process whose admission failed does not act under the fence of another one that carries the same run", async () => {
  const ledger = openSqliteLedger(":memory:");
  const input = { fleet: "web", run: "r-1", fence: 0 };
  const [here, there] = [4711, 4712].map((pid) => ({ kind: "process", host: "laptop", pid }) as const);
  const carrier = there;
  await takeLease(ledger, { fleet: "web", owner: "r-1", now: 0, ttlSeconds: 60, carrier });
  expect(await heldFence(input, { ledger, carrier: here })).toBeUndefined();
  expect(await heldFence(input, { ledger, carrier: there })).toBe(1);
  expect(await heldFence(input, { ledger })).toBe(1);
  const deployed = { kind: "step-functions", machine: "arn:aws:states:us-east-1:1:stateMachine:m" } as const;
  expect(await heldFence(input, { ledger, carrier: deployed })).toBeUndefined();
  ledger.close();
});

test.each([
  [{ Error: "NotFound", Cause: '{"errorMessage":"no group"}' }, "NotFound: no group"],
  [{ Error: "NotFound", Cause: '{"other":1}' }, 'NotFound: {"other":1}'],
  [{ Error: "NotFound", Cause: "null" }, "NotFound: null"],
  [{ Error: "NotFound", Cause: '"text"' }, 'NotFound: "text"'],
  [{ Error: "States.Timeout", Cause: "120 s" }, "States.Timeout: 120 s"],
  [{ Error: "States.Timeout", Cause: "" }, "States.Timeout"],
  [{ Error: "States.Timeout" }, "States.Timeout"],
])("what a Catch caught is told: %j", (error, message) => {
  expect(messageOf(error)).toBe(message);
});
