/** What was found of a fleet, or of the declarations. */
export interface Section {
  readonly title: string;
  /** What moult printed. */
  readonly text: string;
  readonly code: number;
}

/** A comment holds 65,536 characters (GitHub refuses more); the summary and the rest of the body have room beside it. */
const MOST = 60_000;
/** By it the comment is found again; people do not see it. */
export const markerOf = (title: string): string => `<!-- moult: ${title} -->`;

const HEADS: Readonly<Record<number, string>> = { 0: "nothing to do", 2: "changes", 5: "refused" };
/** 2 says "changes" of a plan; of a declaration 0 is said as good. */
const headOf = ({ code, title }: Section): string =>
  code === 0 && title === DECLARATIONS ? "good" : (HEADS[code] ?? "failed");

/** The title of what validation found. */
export const DECLARATIONS = "declarations";

/** The comment, of all sections: the first line of each in sight, the rest to unfold. */
export function commentBody(
  sections: readonly Section[],
  { title: heading, commit }: { readonly title: string; readonly commit: string },
): string {
  const share = Math.floor(MOST / Math.max(1, sections.length));
  const parts = sections.map((section) => {
    const { title, text } = section;
    const shown =
      text.length <= share ? text : `${text.slice(0, share)}\n… the rest is in the log of the job`;
    const summary = `<b>${title}</b>: ${headOf(section)}`;
    return `<details><summary>${summary}</summary>\n\n${fenced(shown)}\n\n</details>`;
  });
  const foot = `As of ${commit}, of the fleets as they are declared in the ledger. Nothing was changed.`;
  return [markerOf(heading), `### ${heading}`, ...parts, foot].join("\n\n");
}

/** In a fence that the text cannot close: what is in it may come from tags and names that anybody chose. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}
