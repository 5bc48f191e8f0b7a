import type { Model } from "./models.ts";
import type { Patch } from "./patch.ts";

/** Where the desk is, and who sits at it. */
export interface Place {
  readonly account: string | null;
  readonly region: string;
  readonly ledger: string;
  readonly version: string;
  readonly who: string;
  readonly readOnly: boolean;
  /** Where calls go instead of AWS; null: to AWS. */
  readonly endpoint: string | null;
  /** Seconds of the shown time in one second: 1, but for a demo. */
  readonly speed: number;
}

/** Why something could not be read: what, in words, and what to do next. */
export interface Fault {
  readonly cause: "denied" | "expired" | "throttled" | "newer" | "failed" | "not-found";
  readonly words: string;
  readonly next: string;
}

/** One message of the stream. */
export type Message =
  | { readonly kind: "hello"; readonly place: Place; readonly now: number }
  | { readonly kind: "model"; readonly path: string; readonly model: Model; readonly readAt: number }
  | { readonly kind: "patch"; readonly path: string; readonly patch: Patch; readonly readAt: number }
  | { readonly kind: "fault"; readonly path: string; readonly fault: Fault }
  /** Time goes on, and each of these was read then. */
  | { readonly kind: "beat"; readonly now: number; readonly read: Readonly<Record<string, number>> };
