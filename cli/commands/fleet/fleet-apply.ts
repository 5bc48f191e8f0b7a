import type { DeclarationChange } from "../../../src/views/fleets/declaration-change.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";
import { preflight, warningsText } from "./preflight.ts";

export const addFleetApply: AddCommand = (parent, cli) => {
  const command = parent
    .command("apply")
    .description("declare fleets, or change their declarations; nothing is written if any file is bad")
    .argument("<files...>", "YAML files, each of one fleet or more")
    .option(...confirmOption("fleet apply"))
    .action((files: string[], { confirm: given }: { confirm?: readonly string[] }, self) =>
      cli.run(self, (session) => apply(session, files, given)),
    );
  const examples = ["moult fleet apply fleets/web.yml", "moult fleet apply fleets/web.yml --confirm web"];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function apply(
  session: Session,
  files: readonly string[],
  given: readonly string[] | undefined,
): Promise<ExitCode> {
  const { readDeclarations } = await import("../../declarations/read-declarations.ts");
  const { readDeclarationChange } = await import("../../../src/views/fleets/read-declaration-change.ts");
  const parsed = readDeclarations(files);
  const plane = await session.plane({ aws: true, beginsLedger: true });
  const warnings = await preflight(session, parsed);
  const changes: DeclarationChange[] = [];
  for (const each of parsed) changes.push(await readDeclarationChange(plane.ledger, each));
  await refuseMoved(changes);
  await confirmLive(session, changes, given);
  const fleets = [];
  for (const { parsed: each, before } of changes) {
    const { file, declaration } = each;
    const asked = { file, declaration: JSON.stringify(declaration), revision: before?.revision ?? null };
    const applied = await plane.act("apply", asked, session.io.environment.user);
    fleets.push({ fleet: each.fleet.fleet, ...applied });
  }
  session.answer(
    "fleet-apply",
    { fleets, warnings },
    fleets.map(({ fleet, result }) => `${fleet}: ${result}`),
  );
  session.say(warningsText(warnings));
  for (const { fleet, result, running } of fleets) {
    if (running !== null && result === "changed")
      session.say(
        `Rollout ${running} of ${fleet} goes on with what it was admitted with; this is for the next one.`,
      );
    if (result !== "declared") continue;
    session.say(
      `Next: \`moult fleet adopt <file> --group <group>\` if ${fleet} runs already, else \`moult rollout start ${fleet}\`.`,
    );
  }
  return exitCodes.done;
}

/** Shows what changes for fleets whose servers run, and asks. */
async function confirmLive(
  session: Session,
  changes: readonly DeclarationChange[],
  given: readonly string[] | undefined,
): Promise<void> {
  for (const { parsed, changed, live } of changes) {
    if (!live || changed.length === 0) continue;
    const name = parsed.fleet.fleet;
    session.say([`${name} changes:`, ...changed]);
    const what = `Fleet ${name} is live; its next rollout follows the new declaration.`;
    await confirm(session, { what, name, given });
  }
}

/** Refuses, before any file is written, declarations that look for traffic elsewhere than where the fleet gets it. */
async function refuseMoved(changes: readonly DeclarationChange[]): Promise<void> {
  const faults = changes.flatMap(({ parsed: { file, fleet }, movedReason }) =>
    movedReason === null ? [] : [{ place: `${file}: fleet ${fleet.fleet}: traffic`, why: movedReason }],
  );
  if (faults.length === 0) return;
  const { refusal } = await import("../../../src/adoption/fault.ts");
  throw refusal("what was declared is not where the fleet's traffic is", faults);
}
