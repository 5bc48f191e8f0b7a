import { unfreezeCommand } from "../../src/domain/outbox/proposed-commands.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { scopeOf } from "../session/scope.ts";
import type { Session } from "../session/session.ts";

interface FreezeOptions {
  readonly all?: boolean;
  readonly reason: string;
  readonly for?: string;
}

export const addFreeze: AddCommand = (parent, cli) => {
  const command = parent
    .command("freeze")
    .description("forbid every change to a fleet, or to all fleets, until it is lifted or has run out")
    .argument("[fleet]")
    .option("--all", "every fleet of the account")
    .requiredOption("--reason <text>", "why; shown to whoever is refused")
    .option("--for <duration>", "ends by itself after this long, such as 8h (else: until `moult unfreeze`)")
    .action((fleet: string | undefined, options: FreezeOptions, self) =>
      cli.run(self, (session) => freeze(session, fleet, options)),
    );
  const examples = [
    'moult freeze web --reason "load test" --for 2h',
    'moult freeze --all --reason "incident 4711"',
  ];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function freeze(
  session: Session,
  fleet: string | undefined,
  options: FreezeOptions,
): Promise<ExitCode> {
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  const { parseDuration } = await import("../../src/domain/duration.ts");
  const { declaredFleet } = await import("../../src/views/fleets/declared-fleet.ts");
  const { instant } = await import("../terminal/instant.ts");
  const scope = scopeOf(fleet, options.all ?? false);
  const seconds = options.for === undefined ? null : parseDuration(options.for);
  if (seconds === undefined)
    throw new InvalidInput(`--for ${options.for} is not a duration: write it as 30m, 8h or 2d`);
  const plane = await session.plane();
  if (scope !== null) await declaredFleet(plane.ledger, scope);
  const asked = { fleet: scope, reason: options.reason, seconds };
  const inForce = await plane.act("freeze", asked, session.io.environment.user);
  const end = inForce.until === null ? "until it is lifted" : `until ${instant(inForce.until)}`;
  const name = scope ?? `every fleet (${inForce.fleets.length})`;
  session.answer(
    "freeze",
    { fleet: scope, ...inForce },
    `${name}: frozen ${end}: ${inForce.reason} (${inForce.by})`,
  );
  await sayHeld(session, scope, inForce.fleets);
  session.say(`Lift it with \`${unfreezing(scope)}\`.`);
  return exitCodes.done;
}

const unfreezing = (scope: string | null): string =>
  scope === null ? unfreezeCommand("all", "account") : unfreezeCommand(scope, "fleet");

/** It never asks, so it says afterwards what nobody may have meant: users stay with what they have, and nothing goes back. */
async function sayHeld(session: Session, scope: string | null, fleets: readonly string[]): Promise<void> {
  const { readBetween } = await import("../../src/views/rollout/read-rollouts.ts");
  const { ledger } = await session.plane();
  for (const { fleet, id, traffic } of await readBetween(ledger, fleets)) {
    session.say(
      `Green keeps ${traffic.setPercent}% of the traffic of ${fleet}: rollout ${id} goes neither on nor back meanwhile. ` +
        `To have it back on blue first: \`${unfreezing(scope)}\`, \`moult rollout abort ${fleet} --reason …\`, and freeze again when it is.`,
    );
  }
}
