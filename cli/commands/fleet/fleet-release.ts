import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

interface ReleaseOptions {
  readonly reason: string;
  readonly confirm?: readonly string[];
}

export const addFleetRelease: AddCommand = (parent, cli) => {
  const command = parent
    .command("release")
    .description("take moult off a fleet that runs: its servers run on, and nothing is deleted")
    .argument("<fleet>")
    .requiredOption("--reason <text>", "why, for the ledger")
    .option(...confirmOption("fleet release"))
    .action((fleet: string, options: ReleaseOptions, self) =>
      cli.run(self, (session) => release(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      'moult fleet release web --reason "it moves to containers" --confirm web',
      'moult fleet release web --reason "it moves to containers" --confirm web --json',
    ],
    exits: ["done", "error"],
  });
};

async function release(session: Session, fleet: string, options: ReleaseOptions): Promise<ExitCode> {
  const { releaseFleet } = await import("../../../src/operator/release-fleet.ts");
  const { operatorAsk } = await import("../../session/operator-ask.ts");
  const plane = await session.plane({ aws: true });
  const asked = operatorAsk(options, { by: session.io.environment.user, now: plane.clock.now() });
  const what = `Nobody looks after ${fleet} any more: its servers run on, and are replaced by nobody.`;
  await confirm(session, { what, name: fleet, given: options.confirm });
  const reason = asked.reason ?? options.reason;
  const { changed, groups, left } = await releaseFleet({ fleet, by: asked.by, reason }, plane);
  const text = changed ? `${fleet}: released` : `${fleet}: was released before, nothing was changed`;
  session.answer("fleet-release", { fleet, changed, groups, left }, text);
  for (const { group, template } of groups)
    session.say(
      `${group} runs on with version ${template.version} of ${template.id}${template.ownedByMoult ? ", which moult made: keep it as long as the group launches from it" : ""}.`,
    );
  if (left.length > 0)
    session.say([
      "Tags that people put, by which moult's functions may change these:",
      ...left.flatMap(({ place, command }) => [`- ${place}`, `    ${command}`]),
    ]);
  return exitCodes.done;
}
