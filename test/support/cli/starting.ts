import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import type { PersonsAsk } from "../../../src/operator/start-rollout.ts";
import { commandLine, declareWeb } from "./command-line.ts";

type Parts = NonNullable<Parameters<typeof commandLine>[0]>;

/** A command line whose engine does `life` when a rollout is started. */
export async function starting(
  life: (plane: ControlPlane) => Promise<void>,
  parts: Omit<Parts, "plane"> = {},
) {
  const asked: PersonsAsk[] = [];
  const line = commandLine({
    ...parts,
    plane: {
      start: async (_fleet, ask) => {
        asked.push(ask);
        const settled = life(line.plane);
        settled.catch(() => undefined);
        // As a real one it has begun by the time that it answers.
        await new Promise((resolve) => setImmediate(resolve));
        return { id: "web-1", settled };
      },
    },
  });
  await declareWeb(line.plane);
  return { ...line, asked };
}
