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
      const isEntry = item.sort.startsWith("entry#");
      const entry = item.body as unknown as Entry;
      if (isEntry && entry.evidence?.["error"] !== undefined) forget(entry, recorded);
      const written = await inner.put(item, expected);
      if (isEntry) keep(entry, recorded);
      if (isEntry && entry.kind === "decision") decided(entry);
      return written;
    },
  };
}

function keep({ kind, action, subject, reason, evidence }: Entry, recorded: Invocation["recorded"]): void {
  if (kind !== "call" || evidence?.["request"] === undefined) return;
  const request = JSON.stringify(evidence["request"]);
  recorded.push({ action: action ?? "", subject: subject ?? "", request, reason });
}

/** A change that failed and is still waited for was never sent: the ledger could not be asked whether it may be. */
function forget({ kind, action = "", subject = "" }: Entry, recorded: Invocation["recorded"]): void {
  const unsent = recorded.findIndex((each) => each.action === action && each.subject === subject);
  if (kind === "call" && unsent >= 0) recorded.splice(unsent, 1);
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
