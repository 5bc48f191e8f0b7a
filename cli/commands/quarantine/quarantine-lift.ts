import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

interface LiftOptions {
  readonly reason: string;
  readonly confirm?: readonly string[];
}

export const addQuarantineLift: AddCommand = (parent, cli) => {
  const command = parent
    .command("lift")
    .description("let an image out of quarantine: fleets may launch it again")
    .argument("<image>")
    .requiredOption("--reason <text>", "why it is good after all; kept in the ledger")
    .option(...confirmOption)
    .action((image: string, options: LiftOptions, self) =>
      cli.run(self, (session) => lift(session, image, options)),
    );
  const examples = ['moult quarantine lift ami-0123 --reason "the alarm was wrong" --confirm ami-0123'];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function lift(session: Session, image: string, options: LiftOptions): Promise<ExitCode> {
  const { quarantineOf } = await import("../../../src/views/quarantine/read-quarantine.ts");
  const { liftImageQuarantine } = await import("../../../src/operator/lift-image-quarantine.ts");
  const plane = await session.plane();
  const standing = await quarantineOf(plane.ledger, image);
  if (standing !== undefined) {
    const what = `${image} is in quarantine: ${standing.reason}. Fleets may launch it again.`;
    await confirm(session, { what, name: image, given: options.confirm });
  }
  const { reason } = options;
  const asked = { imageId: image, by: session.io.environment.user, reason };
  const { verdict, changed } = await liftImageQuarantine(asked, plane);
  const { lifted } = verdict;
  session.answer(
    { image: verdict },
    changed
      ? `${image}: lifted: ${reason}`
      : `${image}: was lifted already by ${lifted?.by}: ${lifted?.reason}`,
  );
  return exitCodes.done;
}
