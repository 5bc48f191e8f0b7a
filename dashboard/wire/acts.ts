/** What a person may do on the page. The words are those of the command line. */
export const actNames = [
  "freeze",
  "unfreeze",
  "freeze-all",
  "unfreeze-all",
  "pause",
  "resume",
  "promote",
  "abort",
  "rollback",
  "approve",
  "reject",
  "retry",
  "settle-blue",
  "settle-green",
  "lift-quarantine",
] as const;
export type ActName = (typeof actNames)[number];

/** What an act is about: a fleet, an image and for whom, or everything. */
export interface Subject {
  readonly act: ActName;
  readonly fleet: string | null;
  readonly image: string | null;
}

/** A button: what it would do is previewed before it does it. */
export interface Offer extends Subject {
  /** `abort`, `freeze all` */
  readonly label: string;
  /** Why it can do nothing now, and what does instead; null: it can. */
  readonly blocked: string | null;
}

/** What an act will do, before anybody agrees to it. */
export interface Preview extends Offer {
  readonly title: string;
  /** In the order in which it happens. */
  readonly effects: readonly string[];
  /** What will not happen, though one might think so. */
  readonly not: readonly string[];
  readonly irreversible: readonly string[];
  /** What has to be typed; null: a reason is enough. */
  readonly typed: string | null;
  /** How long it lasts where nothing else is said, as it is written: `8h`; null: it has no end of its own. */
  readonly lasts: string | null;
  /** The same from a terminal. */
  readonly command: string;
  /** Of all of this: what was agreed to must still be so when it is done. */
  readonly revision: string;
}

/** What a person agreed to. */
export interface Consent extends Subject {
  readonly revision: string;
  readonly reason: string;
  readonly typed: string;
  readonly lasts: string;
}

/** What came of it: what was asked, or why nothing was and what it would do now. */
export type Outcome =
  | { readonly done: true; readonly words: string; readonly at: number; readonly by: string }
  | { readonly done: false; readonly words: string; readonly preview: Preview | null };
