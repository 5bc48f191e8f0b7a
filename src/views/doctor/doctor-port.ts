import type { DeniedActions } from "../../aws/stack/allowed-actions.ts";
import type { StackReader } from "../../aws/stack/examine-stack.ts";
import type { CalendarAhead } from "../../domain/calendar/fleet-ahead.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Identity } from "../../aws/sts.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** What the command line was pointed at. */
export interface Pointed {
  readonly region: string;
  /** Of ~/.aws/config. */
  readonly profile: string;
  readonly ledger: { readonly kind: "table" | "file"; readonly name: string };
  /** ARN of the rollout machine; null: no stack is named. */
  readonly stateMachine: string | null;
  /** The door that carries out acts; null: the command itself does. */
  readonly operate: string | null;
  /** Of this command line. */
  readonly version: string;
}

/** Whom the doctor asks. */
export interface Examiner {
  identity(): Promise<Identity>;
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, "now">;
  /** What becomes of a Change Calendar within this time, as far as whoever asks may read it. */
  readonly readAhead: (
    calendar: string,
    stretch: { readonly from: number; readonly until: number },
  ) => Promise<CalendarAhead>;
  readonly reader: StackReader;
  readonly denied: DeniedActions;
  /** Asks the door as whom it would act. */
  readonly whoami: (url: string) => Promise<string>;
}
