import type { Plan } from "../../draws/plan.ts";
import type { Asked, CallFaultOf } from "../../faults/call-fault.ts";
import { addControlPlane, killControlPlane } from "../../processes/control-planes.ts";
import { start } from "../../world/operator-actions.ts";
import type { ChaosWorld } from "../../world/world.ts";
import { type RunResult, runSeed } from "../run-seed.ts";

/** How a run is hurt at one point, and what it is restarted by. */
export const injuries = [
  "before, retried",
  "during, retried",
  "after, retried",
  "answer lost",
  "before, swept",
  "during, swept",
  "after, swept",
] as const;
export type Injury = (typeof injuries)[number];

const SEED = 7;
/** From the death of an engine until another one starts. */
const RESTART_SECONDS = 20;

/**
 * What the checkers are told that went wrong, as they are by the faults that are drawn: without it they would take a run that
 * was hurt for one that nothing happened to.
 */
const disturbanceOf = (injury: Injury): string =>
  injury === "answer lost" ? "answers-lost" : injury.endsWith("swept") ? "engine-restarts" : "lambda-dies";

/** The points of a rollout where it can be killed: its calls, its writes and its starts, in order. */
const isPoint = ({ task }: Asked): boolean => task !== "sweep";
type IsPoint = (asked: Asked) => boolean;

/** A rollout that nothing disturbs. */
interface Undisturbed {
  readonly result: RunResult;
  readonly points: number;
  /** How many of the points are reads of AWS. */
  readonly reads: number;
  /** How often a step looked, or could have. */
  readonly looks: number;
}

export async function undisturbed(plan: Plan, isAmong: IsPoint = isPoint): Promise<Undisturbed> {
  let [points, reads, looks] = [0, 0, 0];
  const result = await runSeed({
    seed: SEED,
    plan,
    callFaults: (chaos) => {
      chaos.skips = (task) => {
        if (mayBeSkipped(task)) looks += 1;
        return false;
      };
      return (asked) => {
        if (isAmong(asked)) points += 1;
        if (isRead(asked)) reads += 1;
        return undefined;
      };
    },
  });
  return { result, points, reads, looks };
}

const isRead = (asked: Asked): boolean => isPoint(asked) && asked.medium === "call" && asked.what === "read";
/** Admit and NextLeg do not look: they decide. CloseRollout waits for nothing, and a scan is none if it does not look. */
const UNSKIPPED = new Set(["admit", "nextLeg", "closeRollout", "scan"]);
const mayBeSkipped = (task: string): boolean => !UNSKIPPED.has(task);

/** The same rollout, in which one read is answered as of so many seconds ago. */
export function lagAt(plan: Plan, read: number, seconds: number): Promise<RunResult> {
  let left = read;
  const callFaultOf: CallFaultOf = (asked) =>
    isRead(asked) && (left -= 1) === -1 ? { kind: "stale", seconds } : undefined;
  return runSeed({ seed: SEED, plan, lag: true, callFaults: () => callFaultOf });
}

/** The same rollout, in which one look is left out. */
export function skipAt(plan: Plan, look: number): Promise<RunResult> {
  let left = look;
  return runSeed({
    seed: SEED,
    plan,
    callFaults: (chaos) => {
      chaos.skips = (task) => mayBeSkipped(task) && (left -= 1) === -1;
      return () => undefined;
    },
  });
}

/**
 * The same rollout, hurt at one point of those that are among them. Where an engine died, somebody asks for the same once
 * more at quiescence.
 */
export function hurtAt(
  plan: Plan,
  point: number,
  injury: Injury,
  isAmong: IsPoint = isPoint,
): Promise<RunResult> {
  const dies = injury.endsWith("swept");
  return runSeed({
    seed: SEED,
    plan: dies ? { ...plan, engine: { ...plan.engine, runs: "one-process" } } : plan,
    callFaults: (chaos) => callFaultAt(chaos, { point, isAmong }, injury),
    ...(dies && { atQuiescence: askAgain }),
  });
}

function callFaultAt(
  chaos: ChaosWorld,
  { point, isAmong }: { readonly point: number; readonly isAmong: IsPoint },
  injury: Injury,
): CallFaultOf {
  let left = point;
  return (asked) => {
    if (!isAmong(asked) || (left -= 1) !== -1) return undefined;
    chaos.count(disturbanceOf(injury));
    if (injury === "answer lost") return { kind: "lost" };
    const when = injury.split(",")[0] as "before" | "during" | "after";
    if (injury.endsWith("swept")) restart(chaos, asked.process);
    return { kind: "dies", when };
  };
}

/** The whole process ends with the function; another one starts. */
function restart(chaos: ChaosWorld, process: string): void {
  const controlPlane = chaos.controlPlanes.find(({ name }) => name === process);
  if (controlPlane === undefined) return;
  const { world } = chaos.simulator;
  // When the call has been answered, or could have been.
  world.after(0.06, () => killControlPlane(chaos, controlPlane));
  world.after(RESTART_SECONDS, () => void addControlPlane(chaos));
}

/** What is not there yet is asked for again: an operator sees that the rollout was lost. */
async function askAgain(chaos: ChaosWorld): Promise<void> {
  const image = [...chaos.simulator.world.state.images.values()].find(
    ({ name }) => name === "web-2",
  )?.imageId;
  if (image !== undefined) await start(chaos, { image });
}
