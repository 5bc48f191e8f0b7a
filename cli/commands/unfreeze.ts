import { unfreezeCommand } from "../../src/domain/outbox/proposed-commands.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { scopeOf } from "../session/scope.ts";
import type { Session } from "../session/session.ts";
import { confirm, confirmOption } from "../terminal/confirm.ts";

interface UnfreezeOptions {
  readonly all?: boolean;
  readonly confirm?: readonly string[];
}

export const addUnfreeze: AddCommand = (parent, cli) => {
  const command = parent
    .command("unfreeze")
    .description("lift a freeze")
    .argument("[fleet]")
    .option("--all", "the freeze of every fleet (confirm it with `all`)")
    .option(...confirmOption("unfreeze"))
    .action((fleet: string | undefined, options: UnfreezeOptions, self) =>
      cli.run(self, (session) => unfreeze(session, fleet, options)),
    );
  const examples = ["moult unfreeze web --confirm web", "moult unfreeze --all --confirm all"];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function unfreeze(
  session: Session,
  fleet: string | undefined,
  options: UnfreezeOptions,
): Promise<ExitCode> {
  const { remainingFreeze } = await import("../../src/views/fleet/remaining-freeze.ts");
  const { declaredFleet } = await import("../../src/views/fleets/declared-fleet.ts");
  const scope = scopeOf(fleet, options.all ?? false);
  const plane = await session.plane();
  if (scope !== null) await declaredFleet(plane.ledger, scope);
  const what = `Changes to ${scope ?? "every fleet"} become possible again.`;
  await confirm(session, { what, name: scope ?? "all", given: options.confirm });
  const lifted = await plane.act("unfreeze", { fleet: scope }, session.io.environment.user);
  const name = scope ?? "every fleet";
  const text =
    lifted === null ? `${name}: was not frozen` : `${name}: lifted: ${lifted.reason} (${lifted.by})`;
  session.answer("unfreeze", { fleet: scope, lifted }, text);
  const remaining = scope === null ? undefined : await remainingFreeze(scope, plane);
  if (remaining)
    session.say(
      `Every fleet is frozen still: ${remaining.reason}. Lift that with \`${unfreezeCommand(name, "account")}\`.`,
    );
  return exitCodes.done;
}
