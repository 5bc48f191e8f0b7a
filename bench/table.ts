/** Rows of cells as aligned text; the first row is the head, underlined. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...body.map(line)].join("\n");
}
