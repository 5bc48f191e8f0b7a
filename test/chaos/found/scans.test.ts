import { expect, test } from "vitest";
import type { CallFault, CallFaultOf } from "../../../chaos/faults/call-fault.ts";
import { disturbed, planOf } from "../../support/chaos/found/disturbed.ts";

const SCAN = "a scan, one server has drifted";

/** Hurts the first call that a scan makes after it has written a finding down: to the bus. */
function atTheBus(callFault: CallFault): CallFaultOf {
  let [isFound, isDone] = [false, false];
  return ({ task, medium, what }) => {
    if (task !== "scan" || isDone) return undefined;
    if (medium === "ledger" && what === "finding") isFound = true;
    if (!isFound || medium !== "call") return undefined;
    isDone = true;
    return callFault;
  };
}

test("seed 133: a finding counted as published that the bus had refused, and nobody heard of it", async () => {
  const refused = atTheBus({ kind: "unavailable" });
  const { violation, counts } = await disturbed(planOf(SCAN), () => refused);
  expect(violation).toBeUndefined();
  expect(counts["by hand: group-added"]).toBe(1);
});

test("seed 1027: a finding whose scan died before it told the bus was told of by no later one", async () => {
  const dies = atTheBus({ kind: "dies", when: "before" });
  expect((await disturbed(planOf(SCAN), () => dies)).violation).toBeUndefined();
});
