import type { FaultKind } from "../../faults.ts";
import { addPlane } from "../../processes/planes.ts";
import { start } from "../../world/operator-actions.ts";

/** A second control plane works on the same ledger and the same account, and requests come to both at once. */
export const twoEngines: FaultKind = {
  name: "two-engines",
  begin: ({ stage, random, rate, atTimes }) => {
    const second = addPlane(stage);
    stage.onBusEvent((event) => {
      if (stage.faultsEnded || event.source !== "aws.ssm" || !second.lifetime.alive) return;
      stage.count("two-engines same event");
      second.deliver(event).catch((error: unknown) => stage.note(`${second.name} event: ${String(error)}`));
    });
    atTimes(Math.round(2 * rate), () => {
      for (const image of [null, [...stage.view.rollouts.values()].at(-1)?.imageTo ?? null]) {
        start(stage, { image, force: random.chance(0.5) }).catch(() => undefined);
        stage.count("two-engines request");
      }
    });
  },
};
