import type { Entry } from "../../src/ledger/entries.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Judge } from "../checkers/judge.ts";
import type { LedgerView } from "../world/ledger-view.ts";
import type { Invocation } from "./invocation.ts";

/**
 * A ledger that remembers which changes its invocation has written down and not sent yet. `decided` is told of every
 * decision that the invocation wrote down.
 */
export function observedLedger(
  inner: Ledger,
  { recorded }: Invocation,
  decided: (entry: Entry) => void,
): Ledger {
  return {
    ...inner,
    put: async (item, expected) => {
      const written = await inner.put(item, expected);
      const { kind, action, reason, evidence } = item.body as {
        readonly kind?: string;
        readonly action?: string;
        readonly reason?: string;
        readonly evidence?: { readonly request?: unknown };
      };
      if (item.sort.startsWith("entry#") && kind === "call" && evidence?.request !== undefined) {
        recorded.push({
          action: action ?? "",
          request: JSON.stringify(evidence.request),
          reason: reason ?? "",
        });
      }
      if (item.sort.startsWith("entry#") && kind === "decision") decided(item.body as unknown as Entry);
      return written;
    },
  };
}

/** A ledger that has each write judged, with who made it, as soon as it is made: whether its answer arrives or not. */
export function judgedLedger(
  inner: Ledger,
  invocation: Invocation,
  { judge, view }: { readonly judge: Judge; readonly view: LedgerView },
): Ledger {
  return {
    ...inner,
    put: async (item, expected) => {
      const { sort, body } = item;
      const before =
        sort === "wanted" ? view.wanted : view.rollouts.get(String((body as { readonly id?: unknown }).id));
      const written = await inner.put(item, expected);
      judge.wrote({ sort, body, before, invocation });
      return written;
    },
  };
}
