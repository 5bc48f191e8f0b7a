import type { FindingRow, FindingsView, StormRow } from "../../../src/views/findings/findings-view.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
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
  session.answer("findings", view, await textOf(view));
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

async function textOf({ findings: found, storms }: FindingsView): Promise<readonly string[]> {
  const first = found.length === 0 ? [] : await findingTable(found);
  const second = storms.length === 0 ? [] : await stormTable(storms);
  return [...first, ...(first.length > 0 && second.length > 0 ? [""] : []), ...second];
}

async function findingTable(found: readonly FindingRow[]): Promise<string[]> {
  const { showValue } = await import("../../../src/domain/shown-value.ts");
  const { instant, table } = await import("../../terminal/table.ts");
  const { consequenceWords } = await import("../../view/finding-words.ts");
  const rows = found.map((row) => [
    row.fleet,
    row.server,
    row.kind,
    showValue(row.field),
    showValue(row.expected),
    showValue(row.observed),
    instant(row.since),
    instant(row.dueAt),
    row.mode,
    consequenceWords(row),
  ]);
  const head = ["FLEET", "SERVER", "KIND", "FIELD", "EXPECTED", "OBSERVED", "SINCE", "DUE", "MODE"];
  return table([[...head, "WHAT HAPPENS"], ...rows]);
}

async function stormTable(storms: readonly StormRow[]): Promise<string[]> {
  const { showValue } = await import("../../../src/domain/shown-value.ts");
  const { instant, table } = await import("../../terminal/table.ts");
  const { stormWords } = await import("../../view/storm-words.ts");
  const rows = storms.map(({ number, fleets, since, acknowledged, ...storm }) => [
    String(number),
    showValue(stormWords(storm)),
    String(fleets),
    instant(since),
    acknowledged === null
      ? `no: moult findings acknowledge ${number} --reason <text>`
      : `${acknowledged.by}: ${showValue(acknowledged.reason)}`,
  ]);
  return table([["STORM", "WHAT", "FLEETS", "SINCE", "ACKNOWLEDGED"], ...rows]);
}
