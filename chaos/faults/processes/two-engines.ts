import { addControlPlane } from "../../processes/control-planes.ts";
import { start } from "../../world/operator-actions.ts";
import type { FaultKind } from "../fault-kind.ts";

/** A second control plane works on the same ledger and the same account, and requests come to both at once. */
export const twoEngines: FaultKind = {
  name: "two-engines",
  begin: ({ chaos, random, rate, atTimes }) => {
    const second = addControlPlane(chaos);
    chaos.onBusEvent((event) => {
      if (chaos.faultsEnded || event.source !== "aws.ssm" || !second.lifetime.alive) return;
      chaos.count("two-engines same event");
      second.deliver(event).catch((error: unknown) => chaos.note(`${second.name} event: ${String(error)}`));
    });
    atTimes(Math.round(2 * rate), () => {
      for (const image of [null, [...chaos.view.rollouts.values()].at(-1)?.imageTo ?? null]) {
        start(chaos, { image, force: random.chance(0.5) }).catch(() => undefined);
        chaos.count("two-engines request");
      }
    });
  },
};
