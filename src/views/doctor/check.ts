/** What one look of the doctor found. `unknown`: it could not be asked, which says nothing against it. */
export interface Check {
  readonly name: string;
  readonly result: "ok" | "wrong" | "unknown";
  readonly words: string;
  /** What to do next; null: nothing. */
  readonly next: string | null;
}

/** What a check may answer: one that throws is unknown. */
export type Finding = Omit<Check, "name">;

export const ok = (words: string): Finding => ({ result: "ok", words, next: null });
export const wrong = (words: string, next: string): Finding => ({ result: "wrong", words, next });
export const unknown = (words: string, next: string | null = null): Finding => ({
  result: "unknown",
  words,
  next,
});

/** Asks once; what could not be asked is unknown, with AWS's own words. */
export async function check(name: string, ask: () => Promise<Finding>): Promise<Check> {
  const found = await ask().catch(unanswered);
  return { name, ...found };
}

/** An error of ours ends with what to do next, which is for calls that change something. */
const unanswered = ({ message }: Error): Finding => unknown(message.replace(/\. Next: .*$/s, ""));
