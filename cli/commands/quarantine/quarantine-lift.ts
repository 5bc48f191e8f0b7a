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
  const { InvalidInput } = await import("../../../src/errors/errors.ts");
  const { liftQuarantine, readVerdict } = await import("../../../src/ledger/image-verdicts.ts");
  const { appendEntry } = await import("../../../src/ledger/entries.ts");
  const { ledger, clock } = await session.plane();
  const verdict = await readVerdict(ledger, image);
  if (verdict === undefined) {
    throw new InvalidInput(`${image} is not in quarantine and never was: see \`moult quarantine list\``);
  }
  if (verdict.lifted !== null) {
    session.answer(
      { image: verdict },
      `${image}: was lifted already by ${verdict.lifted.by}: ${verdict.lifted.reason}`,
    );
    return exitCodes.done;
  }
  const what = `${image} is in quarantine: ${verdict.reason}. Fleets may launch it again.`;
  await confirm(session, { what, name: image, given: options.confirm });
  const [at, by, { reason }] = [clock.now(), session.io.environment.user, options];
  const place = { at, fleet: verdict.fleet, rollout: null, phase: null, kind: "decision" as const };
  await appendEntry(ledger, { ...place, action: "lift-quarantine", subject: image, reason, actor: by });
  const lifted = await liftQuarantine(ledger, { imageId: image, by, reason, at });
  session.answer({ image: lifted }, `${image}: lifted: ${reason}`);
  return exitCodes.done;
}
