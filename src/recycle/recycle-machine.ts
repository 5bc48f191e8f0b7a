import type { RecycleRecord } from "../domain/run/recycle.ts";
import type { Machine } from "../step/machine.ts";
import { recycleKind } from "./recycle-kind.ts";
import { admitRecycleState } from "./states/admit-recycle.ts";
import { closeRecycleState } from "./states/close-recycle.ts";
import { endServersState } from "./states/end-servers.ts";
import { handOffState } from "./states/hand-off.ts";
import { isolateState } from "./states/isolate.ts";
import { launchSubstitutesState } from "./states/launch-substitutes.ts";
import { restoreServersState } from "./states/restore-servers.ts";
import { validateSubstitutesState } from "./states/validate-substitutes.ts";

/** statemachines/recycle.asl.yml: its Tasks by the name of their function. */
export const recycleMachine: Machine<RecycleRecord> = {
  name: recycleKind.machine,
  kind: recycleKind,
  states: {
    admitRecycle: admitRecycleState,
    launchSubstitutes: launchSubstitutesState,
    validateSubstitutes: validateSubstitutesState,
    isolate: isolateState,
    handOff: handOffState,
    endServers: endServersState,
    restoreServers: restoreServersState,
    closeRecycle: closeRecycleState,
  },
};
