import type { FaultHook } from "../../simulator/calls/faults.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

/** Every Auto Scaling call is refused for ten minutes from its `after`-th on: longer than all retries of a Task. */
function storm(after: number): { readonly faults: FaultHook } {
  let [calls, until, last] = [0, 0, 0];
  return {
    faults: ({ service, caller, at }) => {
      if (service !== "autoscaling" || !caller.startsWith("moult")) return undefined;
      // The clock of another run of the same test begins where this one's began.
      if (at < last) [calls, until] = [0, 0];
      [calls, last] = [calls + 1, at];
      if (calls === after) until = at + 600_000;
      return at < until
        ? { kind: "error", code: "Throttling", message: "Rate exceeded", status: 400 }
        : undefined;
    },
  };
}

// The first calls are the adoption's; then Admit, LaunchGreen, ObserveGreen and so on are hit.
for (const after of [7, 9, 11, 13, 15, 18, 21]) {
  scenario(
    `a rollout waits out ten minutes of throttling from its Auto Scaling call ${after} on`,
    { simulator: storm(after), leaves: {} },
    async (web) => {
      await web.start({ force: true });
      await web.settled();
      const [only, ...others] = await rollouts.list(web.ledger, "web");
      expect(others).toEqual([]);
      expect(only?.run).toMatchObject({ outcome: "succeeded", failure: null });
    },
  );
}
