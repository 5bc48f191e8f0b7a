import type { Ledger } from "../../ledger/ledger.ts";
import { listEntries } from "../../ledger/entries.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { type Ending, endingOf } from "./rollout-ending.ts";

/** How far an execution has come that is to settle a rollout. */
interface SettlingView {
  /** It carries the rollout; until then that still reads as the one that needs a person. */
  readonly isCarried: boolean;
  /** How it ended without; undefined: it has not. */
  readonly ending: Ending | undefined;
}

export async function readSettling(
  ledger: Ledger,
  { fleet, run, execution }: { readonly fleet: string; readonly run: string; readonly execution: string },
): Promise<SettlingView> {
  const [stored, entries] = await Promise.all([
    rollouts.read(ledger, fleet, run),
    listEntries(ledger, fleet, { rollout: execution }),
  ]);
  return {
    isCarried: stored?.run.execution === execution,
    ending: endingOf({ rollout: undefined, entries }, execution),
  };
}
