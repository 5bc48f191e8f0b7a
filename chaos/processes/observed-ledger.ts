import type { Entry } from "../../src/ledger/entries.ts";
import type { Ledger, LedgerWrite } from "../../src/ledger/ledger.ts";
import type { Wrote } from "../checkers/invariant.ts";
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
      const { partition, sort, body } = item;
      const before = beforeOf(sort, body, view);
      const written = await inner.put(item, expected);
      judge.wrote({ partition, sort, body, before, invocation });
      return written;
    },
  };
}

function beforeOf(sort: string, body: LedgerWrite["body"], view: LedgerView): Wrote["before"] {
  if (sort === "wanted") return view.wanted;
  if (sort.startsWith("finding#")) return view.findings.get(sort);
  if (sort.startsWith("generation#")) return view.generations.get(Number(body["number"]));
  return view.rollouts.get(String((body as { readonly id?: unknown }).id));
}
