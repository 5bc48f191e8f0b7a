import { serverNow } from "../line/clock.ts";

type Row = Readonly<Record<string, string | number | null>>;

/** Saves rows as a file, with the instant in its name. Instants in rows are ISO in UTC. */
export function save(name: string, kind: "csv" | "json", rows: readonly Row[]): void {
  const text = kind === "json" ? `${JSON.stringify(rows, null, 2)}\n` : csvOf(rows);
  const type = kind === "json" ? "application/json" : "text/csv";
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `moult-${name}-${isoOf(serverNow()).replace(/[:.]/g, "")}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const isoOf = (at: number): string => new Date(at).toISOString();

function csvOf(rows: readonly Row[]): string {
  const heads = Object.keys(rows[0] ?? {});
  return [heads, ...rows.map((row) => heads.map((head) => row[head] ?? ""))]
    .map((cells) => cells.map(quoted).join(","))
    .map((line) => `${line}\r\n`)
    .join("");
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe: its text is of tags and reasons of others. */
function quoted(cell: string | number): string {
  const text = String(cell);
  const safe = typeof cell === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
