import type { Consequence, FindingRow } from "../../src/views/findings/findings-view.ts";
import { instant } from "../terminal/instant.ts";

const WORDS: Readonly<Record<Consequence, (row: Pick<FindingRow, "dueAt" | "generation">) => string>> = {
  replaced: () => "replaced by the next rollout",
  "due-later": ({ dueAt }) => `replaced from ${instant(dueAt)} on`,
  observed: () => "observed",
  returned: () => "not replaced again: it came back, the fleet needs another image",
  unapproved: () => "replaced when a person approves it",
  held: () => "held by a storm",
  over: ({ generation }) => `lifted by the next scan: generation ${generation} is not live`,
};

/** What comes of a finding, in words. */
export const consequenceWords = (row: FindingRow): string => WORDS[row.consequence](row);
