import type { AttentionRow, Unsent } from "../../src/views/fleet/attention.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import type { LeastView } from "../../src/views/fleet/least-view.ts";
import { instant } from "../terminal/instant.ts";
import { type Line, renderLine, span } from "./span.ts";

/** The oldest are shown; `--json` has all. */
const SHOWN = 3;

/** What a person has to look at: what it is, and below since when and the commands that end it. */
export function attentionLines(
  { attention, unsent }: Pick<FleetView, "attention" | "unsent">,
  label: number,
): Line[] {
  const lines = attention.slice(0, SHOWN).flatMap((row) => rowLines(row, label));
  const more = attention.length - SHOWN;
  return [
    ...lines,
    ...(more > 0 ? [[span("".padEnd(label)), span(`and ${more} more, see --json`, "dim")]] : []),
    ...(unsent === null ? [] : [unsentLine(unsent, label)]),
  ];
}

function rowLines({ reason, since, commands }: AttentionRow, label: number): Line[] {
  const found = since === null ? "found now" : `since ${instant(since)}`;
  return [
    [span("look at".padEnd(label), "dim"), span(reason, "red")],
    [span("".padEnd(label)), span([found, ...commands].join(" · "), "dim")],
  ];
}

const unsentLine = ({ count, oldestAt }: Unsent, label: number): Line => [
  span("unsent".padEnd(label), "dim"),
  span(`the bus has not taken ${count} events, the oldest since ${instant(oldestAt)}`, "red"),
];

const LABEL = 9;
/** Nobody should have to guess the end of a reason. */
const WIDTH = 400;

/** A fleet one of whose records cannot be read: which, that it is frozen, and what to do. */
export const leastLines = ({ fleet, unreadable, frozen, attention }: LeastView): string[] => [
  `${`${fleet} `.padEnd(LABEL)}a record cannot be read: ${unreadable}`,
  ...(frozen === null ? [] : [`${"frozen".padEnd(LABEL)}${frozen.reason} (${frozen.by})`]),
  ...attentionLines({ attention, unsent: null }, LABEL).map((line) => renderLine(line, WIDTH, false)),
];
