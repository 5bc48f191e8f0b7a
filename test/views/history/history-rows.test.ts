import { expect, test } from "vitest";
import { historyRows } from "../../../src/views/history/history-rows.ts";
import { entry } from "../../support/cli/records.ts";

test("each entry is a row, with null for what it does not say, and its kind where nothing was done", () => {
  const { action: _action, ...unnamed } = entry({ at: 1, rollout: null, phase: null, reason: "seen" });
  const call = entry({
    at: 2,
    kind: "call",
    action: "ModifyRule",
    subject: "rule/1",
    reason: "green gets 10%",
  });
  expect(historyRows([unnamed, call, entry({ at: 3 })])).toEqual([
    { at: 1, rollout: null, phase: null, kind: "decision", action: "decision", by: "web-1", reason: "seen" },
    {
      at: 2,
      rollout: "web-1",
      phase: "Admit",
      kind: "call",
      action: "ModifyRule rule/1",
      by: "web-1",
      reason: "green gets 10%",
    },
    {
      at: 3,
      rollout: "web-1",
      phase: "Admit",
      kind: "decision",
      action: "admit",
      by: "web-1",
      reason: "6 servers become generation 7",
    },
  ]);
});
