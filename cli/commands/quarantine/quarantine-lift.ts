import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

interface LiftOptions {
  readonly fleet?: string;
  readonly all?: boolean;
  readonly reason: string;
  readonly confirm?: readonly string[];
}

export const addQuarantineLift: AddCommand = (parent, cli) => {
  const command = parent
    .command("lift")
    .description("let an image out of quarantine: fleets may launch it again")
    .argument("<image>")
    .option("--fleet <fleet>", "let this fleet launch it again")
    .option("--all", "let every fleet launch it again")
    .requiredOption("--reason <text>", "why it is good after all; kept in the ledger")
    .option(...confirmOption("quarantine lift"))
    .action((image: string, options: LiftOptions, self) =>
      cli.run(self, (session) => lift(session, image, options)),
    );
  const examples = [
    'moult quarantine lift ami-0123 --fleet web --reason "the alarm was wrong" --confirm ami-0123',
    'moult quarantine lift ami-0123 --all --reason "the zone was ill" --confirm ami-0123',
  ];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function lift(session: Session, image: string, options: LiftOptions): Promise<ExitCode> {
  const { quarantineOf } = await import("../../../src/views/quarantine/read-quarantine.ts");
  const { InvalidInput } = await import("../../../src/errors/errors.ts");
  const { fleet, all = false, reason } = options;
  if (fleet !== undefined && all)
    throw new InvalidInput("--fleet stands beside --all: give one or the other");
  const plane = await session.plane();
  const standing = await quarantineOf(plane.ledger, image);
  if (standing.length > 0) {
    const why = standing.map((each) => `for ${each.reach ?? "every fleet"}: ${each.reason}`).join("; ");
    const who = fleet === undefined ? "Fleets" : `Fleet ${fleet}`;
    const what = `${image} is in quarantine ${why}. ${who} may launch it again.`;
    await confirm(session, { what, name: image, given: options.confirm });
  }
  const scope = all ? ("all" as const) : fleet === undefined ? null : { fleet };
  const asked = { imageId: image, scope, reason };
  const { verdicts, changed } = await plane.act("lift-quarantine", asked, session.io.environment.user);
  const named = verdicts.map(({ reach }) => reach ?? "every fleet").join(", ");
  const [last] = verdicts.map(({ lifted }) => lifted);
  session.answer(
    "quarantine-lift",
    { images: verdicts },
    changed
      ? `${image}: lifted for ${named}: ${reason}`
      : `${image}: was lifted already for ${named} by ${last?.by}: ${last?.reason}`,
  );
  if (changed)
    session.say(
      `Where it is still wanted the next sweep begins it; \`moult rollout start ${fleet ?? "<fleet>"}\` does at once.`,
    );
  return exitCodes.done;
}
