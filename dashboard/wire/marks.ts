import type { ServerLook } from "./servers-model.ts";

type Tone = "ok" | "moving" | "attention" | "bad";

/** How something is drawn: four tones, and a tone never alone. */
export interface Mark {
  readonly tone: Tone;
  readonly word: string;
  /** `filled` is for bad alone, so that the eye finds it; `muted` is for what nobody has to see. */
  readonly drawn: "filled" | "outlined" | "plain" | "muted";
}

export const lookMarks: Readonly<Record<ServerLook, Mark>> = {
  pending: { tone: "moving", word: "pending", drawn: "muted" },
  booting: { tone: "moving", word: "booting", drawn: "outlined" },
  late: { tone: "attention", word: "late", drawn: "outlined" },
  healthy: { tone: "ok", word: "healthy, has traffic", drawn: "plain" },
  idle: { tone: "ok", word: "healthy, no traffic", drawn: "plain" },
  unhealthy: { tone: "bad", word: "unhealthy", drawn: "filled" },
  isolated: { tone: "attention", word: "isolated", drawn: "outlined" },
  draining: { tone: "attention", word: "draining", drawn: "outlined" },
  terminating: { tone: "attention", word: "terminating", drawn: "outlined" },
  gone: { tone: "attention", word: "gone", drawn: "muted" },
  unread: { tone: "attention", word: "not readable", drawn: "muted" },
};

/** Servers that a person would look for: neither healthy nor on their way in the time that is usual. */
export const isOdd = (look: ServerLook, finding: string | null): boolean =>
  finding !== null || (look !== "healthy" && look !== "idle" && look !== "pending" && look !== "booting");
