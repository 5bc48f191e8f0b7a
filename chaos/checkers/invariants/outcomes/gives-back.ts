import { runOf } from "../../../processes/invocation-input.ts";
import {
  heldLeases,
  type LedgerView,
  openRecycles,
  openRetirements,
  openRollouts,
} from "../../../world/ledger-view.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import type { Invariant } from "../../invariant.ts";

/** What takes a lease or ends its run. */
const TASKS = new Set([
  "admit",
  "admitRecycle",
  "admitRetirement",
  "closeRollout",
  "closeRecycle",
  "closeRetirement",
]);

/** Another try of the same step, or another engine's, may hold it so long after something went wrong. */
const DISTURBED_MS = 1_200_000;

/**
 * A lease goes back at once: a step that began nothing, or has ended its run, leaves none to a run that is not open. That a sweep frees what a death has left is a matter of `no-leftovers`.
 */
export const givesBack = (): Invariant<OutcomeInput> => ({
  name: "gives-back",
  answered: (invocation, { view, world, disturbedAt, underWay }) => {
    if (!TASKS.has(invocation.task)) return undefined;
    const owner = runOf(invocation);
    const held = heldLeases(view).find((each) => each.owner === owner);
    if (held === undefined || isOpen(owner, view)) return undefined;
    const isOthers = underWay().some(
      (each) => each !== invocation && TASKS.has(each.task) && runOf(each) === owner,
    );
    if (excused("gives-back: a lease of the same run's other invocation", isOthers)) return undefined;
    const isLate = world.now() - disturbedAt < DISTURBED_MS;
    return excused("gives-back: twenty minutes after a disturbance", isLate)
      ? undefined
      : `${invocation.task} has answered, and the ${held.sort} is still ${owner}'s, which is not open`;
  },
});

const isOpen = (id: string, view: LedgerView): boolean =>
  [...openRollouts(view), ...openRecycles(view), ...openRetirements(view)].some((run) => run.id === id);
