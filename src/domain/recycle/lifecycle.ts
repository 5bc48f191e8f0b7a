/** As much of a member of a group as shows what becomes of it. */
interface Member {
  readonly lifecycleState: string;
}

/** It is on its way out, or gives its data away before. */
export const isLeaving = ({ lifecycleState }: Member): boolean =>
  lifecycleState.startsWith("Terminat") || lifecycleState.startsWith("Detach");

/** It is out of traffic, or leaves it, and runs on. */
export const isInStandby = ({ lifecycleState }: Member): boolean =>
  lifecycleState === "Standby" || lifecycleState === "EnteringStandby";
