/** A group that is to go, as it is found. */
export interface DoomedGroup {
  readonly desired: number;
  readonly minSize: number;
  readonly instances: readonly DoomedServer[];
}

interface DoomedServer {
  readonly id: string;
  readonly lifecycleState: string;
  readonly protectedFromScaleIn: boolean;
}

/** To zero; wait until its servers have stopped; delete it; or make sure that a group which is not seen is gone. */
export type Removal<G extends DoomedGroup> =
  | { readonly act: "make-sure" }
  | { readonly act: "resize" | "wait" | "delete"; readonly group: G };

/** What is done next to remove a group without force; undefined: the group is not seen. */
export function nextRemoval<G extends DoomedGroup>(group: G | undefined): Removal<G> {
  if (group === undefined) return { act: "make-sure" };
  if (group.desired > 0 || group.minSize > 0) return { act: "resize", group };
  return { act: group.instances.length > 0 ? "wait" : "delete", group };
}

/** Why a group that was taken to zero still has servers: those that only a person can let go are named. */
export function stillThereReason({ instances }: Pick<DoomedGroup, "instances">): string {
  const kept = instances.filter(
    ({ protectedFromScaleIn, lifecycleState }) => protectedFromScaleIn || lifecycleState === "Standby",
  );
  if (kept.length === 0) return `${instances.length} servers still stop`;
  const names = kept.slice(0, 3).map(({ id }) => id);
  return `${names.join(", ")} are protected from scale-in or in standby: take that away, or they stay`;
}
