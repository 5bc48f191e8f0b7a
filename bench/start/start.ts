import { table } from "../table.ts";
import { type MeasuredStart, measureStarts } from "./measure.ts";

/** To the first output, on two cores with nothing else to do. */
const MOST_MS = 300;

/** Measures how the installed command line begins and prints it; answers whether each command is soon enough. */
export async function benchStarts(json: boolean): Promise<boolean> {
  const { kilobytes, empty, commands } = await measureStarts();
  const ratio = ({ medianMs }: MeasuredStart): string => (medianMs / empty.medianMs).toFixed(1);
  const rows = [empty, ...commands].map((row) => [
    row.command,
    row.medianMs.toFixed(0),
    row.leastMs.toFixed(0),
    ratio(row),
  ]);
  const text = `${table([["command", `median ms (≤ ${MOST_MS})`, "least ms", "times an empty program"], ...rows])}\nThe bundle: ${kilobytes.toFixed(0)} KB.`;
  process.stdout.write(json ? `${JSON.stringify({ kilobytes, empty, commands })}\n` : `${text}\n`);
  const late = commands.filter(({ medianMs }) => medianMs > MOST_MS);
  for (const { command } of late) process.stderr.write(`Missed: ${command}; is the machine idle?\n`);
  return late.length === 0;
}
