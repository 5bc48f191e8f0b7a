import { createHash } from "node:crypto";

const KEPT = 20;

/** Everything that happened in a run, in order: its fingerprint, and the last lines to read. */
export interface History {
  add(at: number, line: string): void;
  /** SHA-256 of all lines so far. */
  fingerprint(): string;
  /** The last twenty lines; all of them when the history keeps everything. */
  last(): string[];
}

/** `keepAll` for a run that somebody reads; a campaign keeps the last lines only. */
export function openHistory(keepAll: boolean): History {
  const hash = createHash("sha256");
  const kept: string[] = [];
  return {
    add: (at, line) => {
      const whole = `${new Date(at).toISOString().slice(11, 23)} ${line}`;
      hash.update(whole).update("\n");
      kept.push(whole);
      if (!keepAll && kept.length > 4 * KEPT) kept.splice(0, kept.length - KEPT);
    },
    fingerprint: () => hash.copy().digest("hex"),
    last: () => (keepAll ? [...kept] : kept.slice(-KEPT)),
  };
}
