import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import type { Holder } from "../../src/views/rollout/read-holder.ts";
import { instant } from "../terminal/instant.ts";
import { shownTable } from "../terminal/table/shown-table.ts";

export const addSweep: AddCommand = (parent, cli) => {
  const command = parent
    .command("sweep")
    .description("decide about each fleet, take over rollouts whose process died, tell what none explains")
    .action((_options: object, self) => cli.run(self, sweep));
  endHelp(command, { examples: ["moult sweep", "moult sweep --json"], exits: ["done", "error"] });
};

/** The first three words of a row say what it is. */
const COLUMNS = [{ head: "", least: 12 }, { head: "" }, { head: "", least: 40 }];

async function sweep(session: Session): Promise<ExitCode> {
  const { assertCarried } = await import("../watch/follow-started.ts");
  await assertCarried(session);
  const { readHeld } = await import("../../src/views/rollout/read-holder.ts");
  const plane = await session.plane();
  const { report, settled } = await plane.sweep();
  const rows = [
    ...report.irregularities.map(({ fleet, irregularity, repaired }) => [
      fleet,
      repaired ? "repairing" : "look at it",
      irregularity,
    ]),
    ...report.begun.map(({ fleet, rollout, reason }) => [fleet, "begun", `${rollout}: ${reason}`]),
  ];
  const held = (await readHeld(plane.ledger, plane.clock.now())).filter(
    ({ fleet, carrier }) =>
      !isOwn(session, carrier) && !report.irregularities.some((each) => each.fleet === fleet),
  );
  const none = `${report.fleets - report.left} fleets: nothing to repair or to begin`;
  const { lines, hint } = shownTable(session, COLUMNS, rows);
  session.answer("sweep", { ...report, held }, rows.length === 0 ? none : lines);
  session.say(hint);
  for (const { fleet, rollout, phase, words, until } of held) {
    session.say(
      `${fleet}: rollout ${rollout} stands in ${phase}, held by ${words}. If that has ended, it is taken over from ${instant(until)} on; ` +
        `\`moult rollout take-up ${fleet} --engine embedded\` takes it up now.`,
    );
  }
  if (report.begun.length > 0 || report.irregularities.some(({ repaired }) => repaired))
    session.say("Waiting until what was begun or taken over has ended ...");
  await settled;
  return exitCodes.done;
}

/** What this sweep has just begun is in this process's own hands. */
const isOwn = ({ io }: Session, carrier: Holder["carrier"]): boolean =>
  carrier?.kind === "process" && carrier.pid === io.environment.pid && carrier.host === io.environment.host;
