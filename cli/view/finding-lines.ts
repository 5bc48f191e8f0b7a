import { showValue } from "../../src/domain/shown-value.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { instant } from "../terminal/instant.ts";
import { consequenceWords } from "./finding-words.ts";
import type { Consequence } from "../../src/views/findings/findings-view.ts";
import { type Line, span } from "./span.ts";

/** The most urgent are shown; `moult findings` has all. */
const SHOWN = 2;
/** Something happens, or a person has to do something. */
const URGENT: ReadonlySet<Consequence> = new Set(["replaced", "held", "returned"]);

/** How many findings there are about the fleet's servers, the most urgent of them, and when the next server is due for its age. */
export function findingLines(
  { fleet, findings, ageDue }: Pick<FleetView, "fleet" | "findings" | "ageDue">,
  label: number,
  now: number,
): Line[] {
  const lines: Line[] = findings.slice(0, SHOWN).map((row) => {
    const { server, field, observed, expected } = row;
    const what = `${server}: ${showValue(field)} is ${showValue(observed)}, expected ${showValue(expected)}`;
    const isUrgent = URGENT.has(row.consequence);
    return [
      span("".padEnd(label)),
      span(what, isUrgent ? "yellow" : undefined),
      span(` · ${consequenceWords(row)}`, "dim"),
    ];
  });
  const count = span(`${findings.length} · moult findings ${fleet} shows all`);
  const head: Line[] = findings.length === 0 ? [] : [[span("findings".padEnd(label), "dim"), count]];
  // One that is due already is among the findings, or is at the end of the next scan.
  if (ageDue === null || ageDue.at <= now) return [...head, ...lines];
  const due = `${ageDue.server} is the next server due for its age, on ${instant(ageDue.at)}`;
  return [...head, ...lines, [span("age".padEnd(label), "dim"), span(due)]];
}
