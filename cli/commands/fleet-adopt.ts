import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

export const addFleetAdopt: AddCommand = (parent, cli) => {
  const command = parent
    .command("adopt")
    .description("take an Auto Scaling group that serves already as the fleet's first generation")
    .argument("<file>", "the fleet's declaration")
    .requiredOption("--group <name>", "the Auto Scaling group that serves now")
    .action((file: string, { group }: { group: string }, self) =>
      cli.run(self, (session) => adopt(session, file, group)),
    );
  endHelp(command, {
    examples: ["moult fleet adopt fleets/web.yml --group web-asg"],
    exits: ["done", "error"],
  });
};

async function adopt(session: Session, file: string, group: string): Promise<ExitCode> {
  const { readFileSync } = await import("node:fs");
  const { parseDeclaration } = await import("../../src/domain/declaration.ts");
  const { fleet, declaration } = parseDeclaration(readFileSync(file, "utf8"), file);
  session.tell(`Reading group ${group} ...`);
  const plane = await session.plane();
  const by = session.io.environment.user;
  const generation = await session.io.adoptFleet({ fleet, declaration, group, by }, plane);
  session.answer(
    { fleet: fleet.fleet, generation },
    `${fleet.fleet}: adopted ${group} as generation ${generation.number}, image ${generation.image}`,
  );
  session.tell(`Next: \`moult plan ${fleet.fleet}\` shows what a rollout would do.`);
  return exitCodes.done;
}
