import type { Session } from "../../session/session.ts";
import type { Column } from "./column.ts";
import { layTable } from "./lay-table.ts";

/** What a terminal of usual size holds, and what is written into a file or a log. */
const MOST = 100;
/** In a narrower terminal the lines run over its end. */
const LEAST = 80;

/** How wide a table may be; undefined: as wide as it is. */
export function tableWidth({ settings, io }: Pick<Session, "settings" | "io">): number | undefined {
  if (settings.wide) return undefined;
  return io.stdout.isTerminal ? Math.min(MOST, Math.max(LEAST, io.stdout.width)) : MOST;
}

interface ShownTable {
  readonly lines: readonly string[];
  /** For the person: what is not seen, and how it is; empty: all is there. */
  readonly hint: string;
}

/** Rows under their heads as wide as they may be here, and what to say of what is left out. No rows: nothing. */
export function shownTable(
  session: Pick<Session, "settings" | "io">,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): ShownTable {
  if (rows.length === 0) return { lines: [], hint: "" };
  const { lines, leftOut, isShortened } = layTable(columns, rows, tableWidth(session));
  return { lines, hint: hintOf(leftOut, isShortened) };
}

/** `Not shown: ROLLOUT, BY, and what … stands for. --wide shows all.` */
function hintOf(leftOut: readonly string[], isShortened: boolean): string {
  const parts = [...leftOut, ...(isShortened ? [`what … stands for`] : [])];
  return parts.length === 0 ? "" : `Not shown: ${parts.join(", ")}. --wide shows all.`;
}
