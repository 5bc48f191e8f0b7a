import type { Machine } from "../../src/engine/machine.ts";
import { machineFile } from "../../src/engine/machine-files.ts";
import type { ChaosWorld } from "../world/world.ts";
import type { ControlPlane } from "./control-plane.ts";
import { openControlPlane } from "./open-control-plane.ts";

/** The time limit of moult's functions, less than that of the states that call them (functions/*.yml). */
const FUNCTION_SECONDS = 110;
const SCAN_FUNCTION_SECONDS = 300;
const secondsOf = (task: string): number => (task === "scan" ? SCAN_FUNCTION_SECONDS : FUNCTION_SECONDS);

/** One more control plane: a Step Functions with its Lambdas, or one process that does it all, as the run was drawn. */
export function addControlPlane(chaos: ChaosWorld, skewMs = 0): ControlPlane {
  const { runs, machineSeconds } = chaos.plan.engine;
  const inTime = (name: string): Machine => {
    const machine = machineFile(name);
    return { ...machine, TimeoutSeconds: machineSeconds ?? machine.TimeoutSeconds };
  };
  const controlPlane = openControlPlane(chaos, {
    name: `e${(chaos.opened += 1)}`,
    machines: {
      rollout: inTime("rollout"),
      recycle: inTime("recycle"),
      retirement: inTime("retirement"),
      scan: machineFile("scan"),
    },
    skewMs,
    functionSeconds: runs === "functions" ? secondsOf : undefined,
  });
  chaos.controlPlanes.push(controlPlane);
  chaos.note(`${controlPlane.name} opens`);
  return controlPlane;
}

/** A process ends with everything that ran in it. */
export function killControlPlane(chaos: ChaosWorld, controlPlane: ControlPlane): void {
  chaos.note(`${controlPlane.name} dies`);
  chaos.controlPlanes.splice(chaos.controlPlanes.indexOf(controlPlane), 1);
  controlPlane.lifetime.end("killed");
}
