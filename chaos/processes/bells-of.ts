import type { Runtime } from "../../src/step/open-context.ts";
import type { ChaosWorld } from "../world/world.ts";

/** Step Functions is one, whichever of its executions waits. */
export const bellsOf = ({
  controlPlanes,
}: Pick<ChaosWorld, "controlPlanes">): NonNullable<Runtime["bells"]> => ({
  ring: async (token) => {
    for (const { engine } of controlPlanes) if ((await engine.ring(token)) === "rung") return "rung";
    return "gone";
  },
});
