import type { Random } from "../simulator/world/random.ts";
import type { Bus } from "./bus.ts";
import { answersLost } from "./faults/answers-lost.ts";
import { clockSkew } from "./faults/clock-skew.ts";
import { engineDies } from "./faults/engine-dies.ts";
import { eventsAstray } from "./faults/events-astray.ts";
import { executionsStopped } from "./faults/executions-stopped.ts";
import { lambdaDies } from "./faults/lambda-dies.ts";
import { lambdaStalls } from "./faults/lambda-stalls.ts";
import { freezesMidway } from "./faults/freezes-midway.ts";
import { ledgerFails } from "./faults/ledger-fails.ts";
import { loadRises } from "./faults/load-rises.ts";
import { machineTimesOut } from "./faults/machine-times-out.ts";
import { noCapacity } from "./faults/no-capacity.ts";
import { processesPause } from "./faults/processes-pause.ts";
import { serversProtected } from "./faults/servers-protected.ts";
import { serversSicken } from "./faults/servers-sicken.ts";
import { serversVanish } from "./faults/servers-vanish.ts";
import { serviceErrors } from "./faults/service-errors.ts";
import { somebodyDeletes } from "./faults/somebody-deletes.ts";
import { somebodyEdits } from "./faults/somebody-edits.ts";
import { somebodyPutsBack } from "./faults/somebody-puts-back.ts";
import { somebodyResizes } from "./faults/somebody-resizes.ts";
import { staleReads } from "./faults/stale-reads.ts";
import { stepsOvertaken } from "./faults/steps-overtaken.ts";
import { throttlingStorms } from "./faults/throttling-storms.ts";
import { twoEngines } from "./faults/two-engines.ts";
import type { Stage } from "./stage.ts";

/** What a fault kind works with. */
export interface FaultWork {
  readonly stage: Stage;
  readonly bus: Bus;
  /** How bad it is, from 0 (hardly ever) to 1. */
  readonly rate: number;
  /** Its own chance. */
  readonly random: Random;
  /** Does something at so many instants of the faulty phase, drawn by chance. */
  readonly atTimes: (count: number, act: () => void) => void;
}

/** Something that goes wrong. */
export interface FaultKind {
  readonly name: string;
  begin(work: FaultWork): void;
}

/** Everything that may go wrong. Adding a kind: a file in faults/, a row here, a test. */
const KINDS: readonly FaultKind[] = [
  lambdaDies,
  lambdaStalls,
  processesPause,
  engineDies,
  executionsStopped,
  stepsOvertaken,
  freezesMidway,
  machineTimesOut,
  throttlingStorms,
  serviceErrors,
  answersLost,
  staleReads,
  ledgerFails,
  twoEngines,
  clockSkew,
  eventsAstray,
  serversVanish,
  serversSicken,
  serversProtected,
  noCapacity,
  loadRises,
  somebodyResizes,
  somebodyEdits,
  somebodyPutsBack,
  somebodyDeletes,
];

export const faultKinds: ReadonlyMap<string, FaultKind> = new Map(KINDS.map((kind) => [kind.name, kind]));
