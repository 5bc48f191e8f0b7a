import { phases } from "../../../src/domain/run/rollout.ts";
import { recyclePhases } from "../../../src/domain/run/recycle.ts";
import type { Entry } from "../../../src/ledger/entries.ts";

/** The way of a kind of run, in the names of its phases. */
export interface RunWay {
  /** The way forward, in order. */
  readonly forward: readonly string[];
  /** The way back, shown once it is gone. */
  readonly back: string;
  readonly close: string;
  /** Of its entries those that tell of where it is: of a run that goes in batches, of the last one. */
  readonly current: (entries: readonly Entry[]) => readonly Entry[];
}

const ways = {
  rollout: {
    forward: phases.filter((phase) => phase !== "RollBack"),
    back: "RollBack",
    close: "CloseRollout",
    current: (entries) => entries,
  },
  recycle: {
    forward: recyclePhases.filter((phase) => phase !== "RestoreServers"),
    back: "RestoreServers",
    close: "CloseRecycle",
    current: (entries) => {
      const begun = entries.findLastIndex(({ action }) => action === "begin-batch");
      return entries.filter(({ phase }, index) => index >= begun || phase === "AdmitRecycle");
    },
  },
} as const satisfies Readonly<Record<string, RunWay>>;

export const wayOf = ({ kind }: { readonly kind: keyof typeof ways }): RunWay => ways[kind];
