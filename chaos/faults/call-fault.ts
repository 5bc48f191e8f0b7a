/** What goes wrong with one call to AWS, one write of the ledger, or one start of an execution. */
export type CallFault =
  /** The process dies: before the call is sent; while it is carried out; or when its answer has come. */
  | { readonly kind: "dies"; readonly when: "before" | "during" | "after" }
  /** It is carried out and its answer never comes; the process goes on with an error. */
  | { readonly kind: "lost" }
  /** It is not carried out. */
  | { readonly kind: "throttled" | "unavailable" }
  /** A read answers as of so many seconds ago; a write is left alone. */
  | { readonly kind: "stale"; readonly seconds: number }
  /** It is held back so long before it is carried out. */
  | { readonly kind: "late"; readonly seconds: number };

/** Draws the fault of each call before it is sent. Undefined leaves the call alone. */
export type CallFaultOf = (asked: Asked) => CallFault | undefined;

export interface Asked {
  readonly medium: "call" | "ledger" | "start";
  /** Of a call whether it reads or writes; of the ledger its sort key up to the first `#`. */
  readonly what: string;
  readonly process: string;
  /** The function that asks: `shiftTraffic`, `sweep`, `imagePublished`. */
  readonly task: string;
}
