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
      const newest = [...chaos.view.rollouts.values()].at(-1)?.imageTo;
      for (const image of [undefined, newest]) {
        const asked = random.chance(0.5) ? { force: true as const } : image === undefined ? {} : { image };
        start(chaos, asked).catch(() => undefined);
        chaos.count("two-engines request");
      }
    });
  },
};
