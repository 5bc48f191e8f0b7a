import type { DeniedActions } from "../../aws/stack/allowed-actions.ts";
import type { StackReader } from "../../aws/stack/examine-stack.ts";
import type { Identity } from "../../aws/sts.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** What the command line was pointed at. */
export interface Pointed {
  readonly region: string;
  readonly ledger: { readonly kind: "table" | "file"; readonly name: string };
  /** ARN of the rollout machine; null: no stack is named. */
  readonly stateMachine: string | null;
  /** Of this command line. */
  readonly version: string;
}

/** Whom the doctor asks. */
export interface Examiner {
  identity(): Promise<Identity>;
  readonly ledger: Ledger;
  readonly reader: StackReader;
  readonly denied: DeniedActions;
}
