import { expect, test } from "vitest";
import type { ChaosWorld } from "../../../chaos/world/world.ts";
import type { CallFaultOf } from "../../../chaos/faults/call-fault.ts";
import { freeze, lift } from "../../../src/ledger/freezes.ts";
import { disturbed, planOf } from "../../support/chaos/found/disturbed.ts";

/** The look at the lease right before the first move of traffic is answered a minute late; a freeze begins meanwhile. */
function slowLook(chaos: ChaosWorld): CallFaultOf {
  const { ledger, clock, simulator } = chaos;
  let [isWritten, isDone] = [false, false];
  chaos.injectReads(({ task, what }) => {
    if (task !== "shiftTraffic" || what !== "lease" || !isWritten || isDone) return undefined;
    isDone = true;
    const frozen = { fleet: "web", reason: "a doubt", by: "grace", since: clock.now() + 10_000, until: null };
    simulator.world.after(10, () => void freeze(ledger, frozen));
    simulator.world.after(300, () => void lift(ledger, "web"));
    chaos.count("slow look");
    return { kind: "late", seconds: 60 };
  });
  return ({ task, medium, what }) => {
    isWritten ||= task === "shiftTraffic" && medium === "ledger" && what === "entry";
    return undefined;
  };
}

test("traffic was moved in a freeze that began while the ledger was slow to answer for the lease", async () => {
  const { violation, counts } = await disturbed(
    { ...planOf("success, alb-weighted"), faultySeconds: 1800 },
    slowLook,
  );
  expect(counts["slow look"]).toBe(1);
  expect(violation).toBeUndefined();
});
