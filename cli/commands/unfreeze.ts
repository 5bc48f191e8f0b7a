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
    .option(...confirmOption)
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
  const { lift, activeFreeze } = await import("../../src/ledger/freezes.ts");
  const { appendEntry } = await import("../../src/ledger/entries.ts");
  const { declaredFleet } = await import("../declarations/declared-fleet.ts");
  const scope = scopeOf(fleet, options.all ?? false);
  const { ledger, clock } = await session.plane();
  if (scope !== null) await declaredFleet(ledger, scope);
  const what = `Changes to ${scope ?? "every fleet"} become possible again.`;
  await confirm(session, { what, name: scope ?? "all", given: options.confirm });
  const place = { at: clock.now(), fleet: scope, rollout: null, phase: null, kind: "decision" as const };
  const actor = session.io.environment.user;
  await appendEntry(ledger, { ...place, action: "unfreeze", reason: `lifted by ${actor}`, actor });
  const lifted = await lift(ledger, scope);
  const name = scope ?? "every fleet";
  const text =
    lifted === undefined ? `${name}: was not frozen` : `${name}: lifted: ${lifted.reason} (${lifted.by})`;
  session.answer({ fleet: scope, lifted: lifted ?? null }, text);
  const still = scope === null ? undefined : await activeFreeze(ledger, scope, clock.now());
  if (still)
    session.say(`Every fleet is frozen still: ${still.reason}. Lift that with \`moult unfreeze --all\`.`);
  return exitCodes.done;
}
