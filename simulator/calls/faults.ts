import type { CallRecord } from "./call-log.ts";

/** What may go wrong with one call. */
export type Fault =
  /** It fails before anything is done. */
  | { readonly kind: "error"; readonly code: string; readonly status: number; readonly message: string }
  /** It is carried out and its answer never arrives. */
  | { readonly kind: "lost" }
  /** It is held back this long before it is carried out. In process only: over HTTP a call is carried out at once. */
  | { readonly kind: "delay"; readonly seconds: number }
  /** A read is answered as of so many seconds ago (15 at most). Needs the simulator's option `history`. */
  | { readonly kind: "stale"; readonly asOf: number };

/** Asked once per call, before it is carried out. Answering undefined leaves the call alone. */
export type FaultHook = (call: Readonly<Omit<CallRecord, "outcome">>) => Fault | undefined;
