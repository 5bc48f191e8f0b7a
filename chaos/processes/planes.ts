import { MACHINE } from "../../rehearsal/rehearsal.ts";
import type { Stage } from "../world/world.ts";
import { type ControlPlane, openControlPlane } from "./control-plane.ts";

/** The time limit of moult's functions, less than that of the states that call them (functions/*.yml). */
const FUNCTION_SECONDS = 110;

/** One more control plane: a Step Functions with its Lambdas, or one process that does it all, as the run was drawn. */
export function addPlane(stage: Stage, skewMs = 0): ControlPlane {
  const { runs, machineSeconds } = stage.plan.engine;
  const plane = openControlPlane(stage, {
    name: `e${(stage.opened += 1)}`,
    machine: { ...MACHINE, TimeoutSeconds: machineSeconds ?? MACHINE.TimeoutSeconds },
    skewMs,
    functionSeconds: runs === "functions" ? FUNCTION_SECONDS : undefined,
  });
  stage.planes.push(plane);
  stage.note(`${plane.name} opens`);
  return plane;
}

/** A process ends with everything that ran in it. */
export function killPlane(stage: Stage, plane: ControlPlane): void {
  stage.note(`${plane.name} dies`);
  stage.planes.splice(stage.planes.indexOf(plane), 1);
  plane.lifetime.end("killed");
}
