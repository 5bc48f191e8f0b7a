import type { FindingRow, FindingsView, StormRow } from "../../../src/views/findings/findings-view.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import type { Column } from "../../terminal/table/column.ts";
import { addFindingsAcknowledge } from "./findings-acknowledge.ts";

/** A command of its own, with `acknowledge` under it. */
export const addFindings: AddCommand = (parent, cli) => {
  const command = parent
    .command("findings")
    .description("servers that are too old or have drifted, and what comes of it; storms that are held")
    .argument("[fleet]", "only those of this fleet (else: of all fleets)")
    .action((fleet: string | undefined, _options, self) =>
      cli.run(self, (session) => findings(session, fleet ?? null)),
    );
  addFindingsAcknowledge(command, cli);
  endHelp(command, {
    examples: ["moult findings", "moult findings web", "moult findings web --json"],
    exits: ["done", "error"],
  });
};

async function findings(session: Session, fleet: string | null): Promise<ExitCode> {
  const { readFindings } = await import("../../../src/views/findings/read-findings.ts");
  const { ledger, clock } = await session.plane();
  const view = await readFindings(ledger, { fleet, now: clock.now() });
  const { lines, hint } = await textOf(session, view);
  session.answer("findings", view, lines);
  session.say(hint);
  if (view.findings.length === 0) session.say(nothingFound(view));
  for (const { fleet: unread, error } of view.faults)
    session.say(`The findings of ${unread} cannot be read: ${error}`);
  return view.faults.length > 0 ? exitCodes.error : exitCodes.done;
}

function nothingFound({ fleet, fleets }: FindingsView): string {
  if (fleet !== null) return `Nothing is found about ${fleet}.`;
  return fleets === 0
    ? "No fleet is declared in this ledger."
    : `Nothing is found about any server of ${fleets} ${fleets === 1 ? "fleet" : "fleets"}.`;
}

async function textOf(session: Session, { findings: found, storms }: FindingsView) {
  const first = await findingTable(session, found);
  const second = await stormTable(session, storms);
  const gap = first.lines.length > 0 && second.lines.length > 0 ? [""] : [];
  return {
    lines: [...first.lines, ...gap, ...second.lines],
    hint: [first.hint, second.hint].filter((hint) => hint !== ""),
  };
}

/** Of the fleet that is asked for, the name is no news. */
const FINDINGS: readonly Column[] = [
  { head: "FLEET", shown: "room" },
  { head: "SERVER" },
  { head: "KIND", shown: "whole" },
  { head: "FIELD", least: 10 },
  { head: "EXPECTED", least: 10 },
  { head: "OBSERVED", least: 10 },
  { head: "SINCE", shown: "room" },
  { head: "DUE", shown: "whole" },
  { head: "MODE", shown: "whole" },
  { head: "WHAT HAPPENS", least: 14 },
];

async function findingTable(session: Session, found: readonly FindingRow[]) {
  const { showValue } = await import("../../../src/domain/shown-value.ts");
  const { instant } = await import("../../terminal/instant.ts");
  const { shownTable } = await import("../../terminal/table/shown-table.ts");
  const { consequenceWords } = await import("../../view/finding-words.ts");
  const show = session.settings.wide ? String : showValue;
  const rows = found.map((row) => [
    row.fleet,
    row.server,
    row.kind,
    show(row.field),
    show(row.expected),
    show(row.observed),
    instant(row.since),
    instant(row.dueAt),
    row.mode,
    consequenceWords(row),
  ]);
  return shownTable(session, FINDINGS, rows);
}

const STORMS: readonly Column[] = [
  { head: "STORM" },
  { head: "WHAT", least: 16 },
  { head: "FLEETS" },
  { head: "SINCE", shown: "room" },
  { head: "ACKNOWLEDGED", least: 24 },
];

async function stormTable(session: Session, storms: readonly StormRow[]) {
  const { showValue } = await import("../../../src/domain/shown-value.ts");
  const { instant } = await import("../../terminal/instant.ts");
  const { shownTable } = await import("../../terminal/table/shown-table.ts");
  const { stormWords } = await import("../../../src/views/findings/storm-words.ts");
  const show = session.settings.wide ? String : showValue;
  const rows = storms.map(({ number, fleets, since, acknowledged, ...storm }) => [
    String(number),
    show(stormWords(storm)),
    String(fleets),
    instant(since),
    acknowledged === null
      ? `no: moult findings acknowledge ${number} --reason <text>`
      : `${acknowledged.by}: ${show(acknowledged.reason)}`,
  ]);
  return shownTable(session, STORMS, rows);
}
