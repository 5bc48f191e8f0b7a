/** How a state is drawn: four tones, and never a tone alone (glyph and word stand beside it). */
const tones = ["ok", "moving", "attention", "bad"] as const;
type Tone = (typeof tones)[number];

/** What a fleet or a run is in, the one that needs somebody most first: lists are sorted by it. */
export const explainedStates = [
  /** It goes neither on nor back, or nobody serves: a person decides. */
  "needs-person",
  /** It went back, and why is not over. */
  "failed",
  "rolling-back",
  /** What is recorded of it cannot be read. */
  "unknown",
  "approval",
  /** Something a person should see to; nothing stands still for it. */
  "attention",
  "waits",
  "frozen",
  "baking",
  "moving",
  /** It begins at the next look, or within 24 hours. */
  "due",
  "steady",
  /** A run's end that nobody has to do anything about. */
  "done",
] as const;
export type ExplainedState = (typeof explainedStates)[number];

/** How a state is shown, everywhere. */
interface StateMark {
  readonly tone: Tone;
  /** One column wide. */
  readonly glyph: string;
  readonly word: string;
  /** `filled` is for bad alone, so that the eye finds it; `muted` is for what nobody has to see. */
  readonly drawn: "filled" | "outlined" | "plain" | "muted";
}

export const stateMarks: Readonly<Record<ExplainedState, StateMark>> = {
  "needs-person": { tone: "bad", glyph: "!", word: "needs a person", drawn: "filled" },
  failed: { tone: "bad", glyph: "✕", word: "failed", drawn: "filled" },
  "rolling-back": { tone: "bad", glyph: "↩", word: "rolling back", drawn: "outlined" },
  unknown: { tone: "attention", glyph: "?", word: "unknown", drawn: "muted" },
  approval: { tone: "attention", glyph: "◆", word: "approval", drawn: "outlined" },
  attention: { tone: "attention", glyph: "△", word: "see to", drawn: "outlined" },
  waits: { tone: "attention", glyph: "‖", word: "waits", drawn: "outlined" },
  frozen: { tone: "attention", glyph: "■", word: "frozen", drawn: "outlined" },
  baking: { tone: "moving", glyph: "◷", word: "baking", drawn: "outlined" },
  moving: { tone: "moving", glyph: "▸", word: "moving", drawn: "outlined" },
  due: { tone: "ok", glyph: "→", word: "due", drawn: "muted" },
  steady: { tone: "ok", glyph: "●", word: "steady", drawn: "plain" },
  done: { tone: "ok", glyph: "✓", word: "done", drawn: "plain" },
};

/** Acts of a person, by the name that all surfaces use. */
type ExplainedAct =
  | "pause"
  | "resume"
  | "promote"
  | "abort"
  | "rollback"
  | "approve"
  | "reject"
  | "start"
  | "retry"
  | "settle-blue"
  | "settle-green"
  | "freeze"
  | "unfreeze"
  | "lift-quarantine"
  | "acknowledge-storm"
  | "history";

/** Something a person can do now, or why not. */
export interface ExplainedAction {
  readonly act: ExplainedAct;
  /** A whole command line; `<text>` stands for the reason that a person gives. */
  readonly command: string;
  /** What comes of it, in words. */
  readonly does: string;
  /** Null: it can be done. */
  readonly blockedReason: string | null;
}

/**
 * What there is to say of a fleet or a run: every surface prints these words, and no others. Instants are milliseconds since 1970, and
 * stand in UTC in the words.
 */
export interface Explanation {
  readonly tone: Tone;
  readonly state: ExplainedState;
  /** By what it waits, by name (`gate`, `approval`, `window`, `freeze`, `quarantine` …); null: it waits for nothing. */
  readonly waitsFor: string | null;
  /** What it does, why it waits, what ends that and when: at most 200 characters, the same from poll to poll unless something changed. */
  readonly sentence: string;
  /** The sentence without what changes from poll to poll: another one is news. */
  readonly gist: string;
  /** Since when it is so; null: that is not known. */
  readonly since: number | null;
  /** When that ends by itself, at the latest; null: only a change, or a person, ends it. */
  readonly endsAt: number | null;
  /** When somebody looks at it next; null: nobody has said. */
  readonly nextPollAt: number | null;
  /** What happens if it fails, or if nobody does anything; null: nothing. */
  readonly otherwise: string | null;
  /** The whole reason where the sentence gives only its first part; null: the sentence says all. */
  readonly detail: string | null;
  /** What else stands of it, one sentence each. */
  readonly also: readonly string[];
  /** Those that can be done first. */
  readonly actions: readonly ExplainedAction[];
}

/** Longer is not read by anybody, and is not what a chat or a table has room for. */
export const LONGEST_SENTENCE = 200;
