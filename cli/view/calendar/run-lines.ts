import { formatDuration } from "../../../src/domain/duration.ts";
import { waitedMs } from "../../../src/domain/calendar/before-traffic.ts";
import type { FleetOutlook } from "../../../src/views/calendar/fleet-outlook.ts";
import { layTable } from "../../terminal/table/lay-table.ts";
import { padded, textWidth } from "../../terminal/text-width.ts";
import { dollarWords } from "./cost-lines.ts";
import { COLUMNS, paragraph } from "./paragraph.ts";
import type { ZoneTime } from "./zone-time.ts";

type Run = FleetOutlook["runs"][number];

const RUNS = [
  { head: " BEGINS" },
  { head: "FLEET" },
  { head: "WHY" },
  { head: "SERVERS" },
  { head: "TAKES" },
  { head: "COSTS" },
];

/** One line a run, the first to begin the first; none: no lines. */
export function runLines(fleets: readonly FleetOutlook[], time: ZoneTime): string[] {
  const runs = fleets
    .flatMap(({ fleet, runs: own, length }) => own.map((run) => ({ fleet, run, length })))
    .sort((a, b) => a.run.at - b.run.at || (a.fleet < b.fleet ? -1 : 1));
  if (runs.length === 0) return [];
  const { lines } = layTable(
    RUNS,
    runs.map(({ fleet, run, length }) => [
      `${isGuess(run) ? "~" : " "}${time.instant(run.at)}`,
      fleet,
      run.reason,
      run.servers === null ? "?" : String(run.servers),
      formatDuration(length.seconds + standsFor(run)),
      run.cost === null ? "?" : dollarWords(run.cost),
    ]),
    // A line a run, so that each finds what it waits for.
    undefined,
  );
  const width = Math.max(...lines.map(textWidth));
  const waits = ["WAITS FOR", ...runs.map(({ run }) => waitWords(run))];
  const guessed = runs.some(({ run }) => isGuess(run))
    ? paragraph(
        "~ servers that are not launched yet: their ids decide how much earlier than age.max they are due (--json says between when)",
      )
    : [];
  return [...lines.flatMap((line, index) => withWait(line, waits[index] ?? "", width)), ...guessed];
}

/** Beside the line, or where there is no room for it, below. */
function withWait(line: string, wait: string, width: number): string[] {
  if (wait === "") return [line];
  return width + 2 + textWidth(wait) <= COLUMNS
    ? [`${padded(line, width)}  ${wait}`]
    : [line, ...paragraph(`${INDENT}${wait}`, INDENT)];
}

/** What a run waits for is below its fleet. */
const INDENT = " ".repeat(18);

const isGuess = ({ dueBetween }: Run): boolean => dueBetween !== null && dueBetween[0] < dueBetween[1];

const waitWords = ({ waits }: Run): string =>
  waits.map(({ by, from, to }) => `${by} ${formatDuration(((to ?? from) - from) / 1000)}`).join(", ");

/** Seconds that its green waits for a person and a window, as far as anybody knows. */
const standsFor = ({ yesWait: yes, shiftWait: window }: Run): number => waitedMs({ yes, window }) / 1000;

/** Of each fleet whose green waits for a person's yes: from when until when, and what comes of it if nobody answers. */
export function yesLines(fleets: readonly FleetOutlook[], time: ZoneTime): string[] {
  const each = fleets.flatMap(({ fleet, runs }) => {
    const [first, ...more] = runs.filter(({ yesWait }) => yesWait !== null);
    if (first?.yesWait == null) return [];
    const { from, to, onDeadline } = first.yesWait;
    const then = onDeadline === "reject" ? "it is rejected then, and goes back" : "it goes on then";
    const others = more.length === 0 ? "" : `, and so with ${more.length} more of these runs`;
    return paragraph(
      `${fleet}: green of the run of ${time.whole(first.at)} waits from ${time.whole(from)} until ${time.whole(to)}, both generations running${others}. Unanswered ${then}.`,
      "  ",
    );
  });
  return each.length === 0 ? [] : ["", "Waits for a person's yes before its first traffic:", ...each];
}

/** Of each fleet whose green is ready after its window has closed: since when, until when, and what to declare instead. */
export function shiftLines(fleets: readonly FleetOutlook[], time: ZoneTime): string[] {
  const each = fleets.flatMap(({ fleet, runs }) => {
    const [first, ...more] = runs.filter(({ shiftWait }) => shiftWait !== null);
    if (first?.shiftWait == null) return [];
    const { from, to } = first.shiftWait;
    const until = to === null ? "and none opens again" : `until ${time.whole(to)}`;
    const others = more.length === 0 ? "" : `, and so with ${more.length} more of these runs`;
    return paragraph(
      `${fleet}: green of the run of ${time.whole(first.at)} is ready at ${time.whole(from)}, when no window lets it have traffic (windows.gates: shift): it waits ${until}, both generations running${others}. ` +
        `Declare a window that lasts for the ${formatDuration((from - first.at) / 1000)} until then, or windows.gates: begin.`,
      "  ",
    );
  });
  return each.length === 0 ? [] : ["", "Ready after its window has closed:", ...each];
}
