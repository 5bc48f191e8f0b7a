import { alarmsRingEarly } from "./faults/sides/alarms-ring-early.ts";
import { alarmsUnfed } from "./faults/sides/alarms-unfed.ts";
import { answersLost } from "./faults/aws/answers-lost.ts";
import { eventsAstray } from "./faults/aws/events-astray.ts";
import { eventsLost } from "./faults/aws/events-lost.ts";
import { eventsReordered } from "./faults/aws/events-reordered.ts";
import { ledgerFails } from "./faults/aws/ledger-fails.ts";
import { ledgerReads } from "./faults/aws/ledger-reads.ts";
import { loadRises } from "./faults/aws/load-rises.ts";
import { noCapacity } from "./faults/aws/no-capacity.ts";
import { serversOfBothBreak } from "./faults/sides/servers-of-both-break.ts";
import { serversShareOutage } from "./faults/sides/servers-share-outage.ts";
import { serversSicken } from "./faults/aws/servers-sicken.ts";
import { serversVanish } from "./faults/aws/servers-vanish.ts";
import { serviceErrors } from "./faults/aws/service-errors.ts";
import { staleReads } from "./faults/aws/stale-reads.ts";
import { throttlingStorms } from "./faults/aws/throttling-storms.ts";
import type { FaultKind } from "./faults/fault-kind.ts";
import { blueChanged } from "./faults/people/blue-changed.ts";
import { executionsStopped } from "./faults/people/executions-stopped.ts";
import { freezesMidway } from "./faults/people/freezes-midway.ts";
import { serversProtected } from "./faults/people/servers-protected.ts";
import { somebodyDeletes } from "./faults/people/somebody-deletes.ts";
import { somebodyEdits } from "./faults/people/somebody-edits.ts";
import { somebodyElseOwns } from "./faults/people/somebody-else-owns.ts";
import { somebodyPutsBack } from "./faults/people/somebody-puts-back.ts";
import { somebodyResizes } from "./faults/people/somebody-resizes.ts";
import { stepsOvertaken } from "./faults/people/steps-overtaken.ts";
import { clockSkew } from "./faults/processes/clock-skew.ts";
import { engineDies } from "./faults/processes/engine-dies.ts";
import { lambdaDies } from "./faults/processes/lambda-dies.ts";
import { lambdaStalls } from "./faults/processes/lambda-stalls.ts";
import { machineTimesOut } from "./faults/processes/machine-times-out.ts";
import { processesPause } from "./faults/processes/processes-pause.ts";
import { twoEngines } from "./faults/processes/two-engines.ts";

/** Those that are drawn in a plan of their own, beside the others, in its order (draws/draw-apart.ts). */
export const APART: readonly FaultKind[] = [
  alarmsUnfed,
  alarmsRingEarly,
  serversShareOutage,
  serversOfBothBreak,
  ledgerReads,
  somebodyElseOwns,
];

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
  eventsLost,
  eventsReordered,
  serversVanish,
  serversSicken,
  serversProtected,
  noCapacity,
  loadRises,
  somebodyResizes,
  somebodyEdits,
  somebodyPutsBack,
  somebodyDeletes,
  blueChanged,
  ...APART,
];

export const faultKinds: ReadonlyMap<string, FaultKind> = new Map(KINDS.map((kind) => [kind.name, kind]));
