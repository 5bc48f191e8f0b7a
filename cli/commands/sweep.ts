import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { table } from "../terminal/table.ts";

export const addSweep: AddCommand = (parent, cli) => {
  const command = parent
    .command("sweep")
    .description("decide about each fleet, take over rollouts whose process died, tell what none explains")
    .action((_options: object, self) => cli.run(self, sweep));
  endHelp(command, { examples: ["moult sweep", "moult sweep --json"], exits: ["done", "error"] });
};

async function sweep(session: Session): Promise<ExitCode> {
  const { assertCarried } = await import("../watch/follow-started.ts");
  await assertCarried(session);
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
  session.answer(
    report,
    rows.length === 0 ? `${report.fleets - report.left} fleets: nothing to repair or to begin` : table(rows),
  );
  if (report.begun.length > 0 || report.irregularities.some(({ repaired }) => repaired))
    session.say("Waiting until what was begun or taken over has ended ...");
  await settled;
  return exitCodes.done;
}
