import type { Judge } from "../../../../chaos/checkers/judge.ts";
import type { Invocation } from "../../../../chaos/processes/invocation.ts";
import { judgedLedger, observedLedger } from "../../../../chaos/processes/observed-ledger.ts";
import { follow, type LedgerView } from "../../../../chaos/world/ledger-view.ts";
import type { Ledger } from "../../../../src/ledger/ledger.ts";
import { ROLLOUT_SCHEMA } from "../../../../src/ledger/runs/rollouts.ts";

interface Seeing {
  readonly view: LedgerView;
  readonly now: () => number;
  /** Undefined: nobody judges yet. */
  readonly judge: () => Judge | undefined;
  /** The Task that writes; undefined: a person, a sweep, a function of its own. */
  readonly invocation: () => Invocation | undefined;
}

/** A ledger whose writes the view follows and the invariants judge, with the Task that makes them. */
export function seenLedger(inner: Ledger, seeing: Seeing): Ledger {
  const { view, now } = seeing;
  const followed: Ledger = {
    ...inner,
    put: async (item, expected) => {
      const written = await inner.put(item, expected);
      // A record as other code writes it is seen when this code writes it anew.
      const isOurs = !item.sort.startsWith("rollout#") || item.schema === ROLLOUT_SCHEMA;
      if (isOurs) follow(view, item, item.body, now());
      seeing.judge()?.written(item.sort);
      return written;
    },
    remove: async (key, revision) => {
      await inner.remove(key, revision);
      follow(view, key, undefined, now());
      seeing.judge()?.written(key.sort);
    },
  };
  return {
    ...followed,
    put: (item, expected) => {
      const [judge, invocation] = [seeing.judge(), seeing.invocation()];
      if (judge === undefined || invocation === undefined) return followed.put(item, expected);
      const judged = judgedLedger(followed, invocation, { judge, view });
      const decided = observedLedger(judged, invocation, (entry) =>
        judge.decided({ entry, invocation, lagSeconds: 0 }),
      );
      return decided.put(item, expected);
    },
  };
}
