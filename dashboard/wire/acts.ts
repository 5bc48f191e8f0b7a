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
  "start",
  "allow-access",
  "acknowledge-storm",
] as const;
export type ActName = (typeof actNames)[number];

/** What an act is about: a fleet, something beside it, or everything. */
export interface Subject {
  readonly act: ActName;
  readonly fleet: string | null;
  /** An image, a server, a storm, or the ask that is answered; null: none, or whichever. */
  readonly item: string | null;
  /** Whether the one option that the act has is chosen. */
  readonly option: boolean;
}

/** A button: what it would do is previewed before it does it. */
export interface Offer extends Subject {
  /** `Abort`, `Freeze all` */
  readonly label: string;
  /** The same with what it is about: `Abort web`. */
  readonly title: string;
  /** Why it can do nothing now, and what does instead; null: it can. */
  readonly blocked: string | null;
}

/** What a person may choose of an act before they agree to it; each choice is previewed. */
export interface Choices {
  /** What its item is; null: it has none, or it stands. */
  readonly item: string | null;
  /** What its option does; null: it has none. */
  readonly option: string | null;
}

/** What an act will do, before anybody agrees to it. */
export interface Preview extends Offer {
  readonly choices: Choices | null;
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
