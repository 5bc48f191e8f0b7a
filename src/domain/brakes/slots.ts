/** A rollout that has one of the account's slots. */
export interface SlotHolder {
  readonly fleet: string;
  readonly run: string;
}

/** The rollouts that may be open at once in the account, and those that are. */
export interface Slots {
  readonly atOnce: number;
  readonly open: readonly SlotHolder[];
}

/** More are not named one by one. */
const NAMED = 5;

/**
 * Why no slot is free for a rollout of this fleet; null: one is. A slot that the fleet has itself is none that is taken: its run is
 * over, or it is the one that asks.
 */
export function slotsUsedUp({ atOnce, open }: Slots, fleet: string): string | null {
  const others = open.filter((each) => each.fleet !== fleet);
  if (others.length < atOnce) return null;
  const named = others.slice(0, NAMED).map(({ run }) => run);
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
  return `${others.length} of ${atOnce} runs of this account are open: ${named.join(", ")}${more}; the end of one of them frees its slot`;
}
