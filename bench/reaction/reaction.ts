import { table } from "../table.ts";
import { cases } from "./cases.ts";
import { measureReaction, type MeasuredReaction } from "./measure.ts";

/** Measures every case and prints it; answers whether green was at 0 % in time in each. */
export async function benchReactions(json: boolean): Promise<boolean> {
  const measured: MeasuredReaction[] = [];
  for (const each of cases) measured.push(await measureReaction(each));
  const reaction = measured.map(({ boundSeconds: _bound, ...row }) => row);
  process.stdout.write(json ? `${JSON.stringify({ reaction })}\n` : `${text(measured)}\n`);
  const late = measured.filter((row) => !isInTime(row));
  for (const { phase, strategy, trigger } of late)
    process.stderr.write(`Too late: ${trigger} in ${phase}, ${strategy}.\n`);
  return late.length === 0;
}

export const isInTime = ({ seconds, boundSeconds }: MeasuredReaction): boolean => seconds <= boundSeconds;

const HEAD = ["phase", "strategy", "trigger", "green at 0 %", "of the bound", "requests lost"];

function text(measured: readonly MeasuredReaction[]): string {
  const rows = measured.map(({ phase, strategy, trigger, seconds, boundSeconds, requestsLost }) => [
    phase,
    strategy,
    trigger,
    `${seconds.toFixed(0)} s (≤ ${boundSeconds} s)`,
    (seconds / boundSeconds).toFixed(2),
    String(requestsLost),
  ]);
  return table([HEAD, ...rows]);
}
