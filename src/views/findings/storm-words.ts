import type { StormRow } from "./findings-view.ts";

/** What a storm is of, in words. */
export const stormWords = ({
  kind,
  field,
  observed,
}: Pick<StormRow, "kind" | "field" | "observed">): string =>
  kind === "age" ? "servers are too old all at once" : `${field} is ${observed}`;
