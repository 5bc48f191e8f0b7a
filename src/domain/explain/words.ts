import { LONGEST_SENTENCE } from "./explanation.ts";

const DAY_MS = 86_400_000;

/** An instant in a sentence: `14:19Z` on the same UTC day as now, else `2026-12-01 09:00Z`. Minutes; a surface counts the seconds. */
export function instantWords(at: number, now: number): string {
  const text = new Date(at).toISOString();
  const time = `${text.slice(11, 16)}Z`;
  return Math.floor(at / DAY_MS) === Math.floor(now / DAY_MS) ? time : `${text.slice(0, 10)} ${time}`;
}

/** Where a text may end and still say something whole. */
const CLAUSE = /; |\. |: | \(/gu;
const LEAST = 24;

const inOneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();

/** The text, or its first clauses that fit, or its first words with `…`. */
export function shortened(text: string, most: number): string {
  const clean = inOneLine(text);
  if (clean.length <= most) return clean;
  const ends = [...clean.matchAll(CLAUSE)].map(({ index }) => index).filter((at) => at <= most);
  const end = ends.at(-1) ?? 0;
  if (end >= Math.min(LEAST, most)) return clean.slice(0, end);
  const cut = clean.slice(0, Math.max(0, most - 1));
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), Math.floor(most / 2))).replace(/[,;:.]+$/u, "")}…`;
}

/** Of an ARN only what tells it from others of the account: `…image-pipeline/web`. */
const withoutArns = (text: string): string => text.replaceAll(/\barn:aws[\w-]*:[\w-]+:[\w-]*:\d*:/gu, "…");

interface Parts {
  readonly does: string;
  /** In words that others wrote, of any length. */
  readonly why: string | null;
  readonly ends: string;
}

/** `does; why; ends`, in which what others wrote gets the room that is left. */
export function sentenceOf({ does, why, ends }: Parts): { sentence: string; detail: string | null } {
  const said = shortened(does, 120);
  const until = shortened(ends, LONGEST_SENTENCE - said.length - 2);
  const fixed = [said, until].filter((each) => each !== "").join("; ");
  const room = LONGEST_SENTENCE - fixed.length - 2;
  if (why === null || why === "") return { sentence: fixed, detail: said === inOneLine(does) ? null : does };
  if (room < LEAST) return { sentence: fixed, detail: why };
  const named = withoutArns(why);
  const short = shortened(named, room);
  const sentence = [said, short, until].filter((each) => each !== "").join("; ");
  return { sentence, detail: short === inOneLine(named) ? null : why };
}
