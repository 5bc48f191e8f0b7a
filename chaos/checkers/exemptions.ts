import { OF_ACTS } from "./exemptions/of-acts.ts";
import { OF_REST } from "./exemptions/of-rest.ts";
import { OF_STANDING } from "./exemptions/of-standing.ts";

/** All that checkers do not count, by name. The table of docs/chaos.md has a row for each. */
export const EXEMPTIONS = { ...OF_STANDING, ...OF_ACTS, ...OF_REST } as const;

/** Whether an exemption holds for the one instant or object that is judged. */
export const excused = (_name: keyof typeof EXEMPTIONS, holds: boolean): boolean => holds;
