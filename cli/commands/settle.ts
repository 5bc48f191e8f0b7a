import type { Side } from "../../src/domain/run/rollout.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { confirm, confirmOption } from "../terminal/confirm.ts";

interface SettleOptions {
  readonly keep: string;
  readonly reason: string;
  readonly detach?: boolean;
  readonly confirm?: readonly string[];
}

export const addSettle: AddCommand = (parent, cli) => {
  const command = parent
    .command("settle")
    .description(
      "leave a fleet that needs a person on one side: all traffic there, the other generation taken down",
    )
    .argument("<fleet>")
    .requiredOption("--keep <side>", "blue (what ran before) or green (what was to replace it)")
    .requiredOption("--reason <text>", "why, for the ledger")
    .option("--detach", "start it and return; needs a stack (MOULT_STATE_MACHINE)")
    .option(...confirmOption("settle"))
    .action((fleet: string, options: SettleOptions, self) =>
      cli.run(self, (session) => settle(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      'moult settle web --keep green --reason "blue is ill, green serves well" --confirm web',
      'moult settle web --keep blue --reason "blue is mended" --confirm web --json',
    ],
    exits: ["done", "error", "rolledBack", "refused", "timedOut", "detached"],
  });
};

async function settle(session: Session, fleet: string, options: SettleOptions): Promise<ExitCode> {
  const { assertCarried } = await import("../watch/follow-started.ts");
  const { watchSettling } = await import("../watch/watch-settling.ts");
  const { declaredFleet } = await import("../../src/views/fleets/declared-fleet.ts");
  const { newestRollout } = await import("../../src/views/rollout/read-rollouts.ts");
  const { operatorAsk } = await import("../session/operator-ask.ts");
  const keep = await sideOf(options.keep);
  await assertCarried(session, options);
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const { by, reason } = operatorAsk(options, { by: session.io.environment.user, now: plane.clock.now() });
  if ((await newestRollout(plane.ledger, fleet))?.outcome === "needs-person") {
    const other = keep === "blue" ? "green" : "blue";
    const what = `All traffic of ${fleet} goes to ${keep}, and ${other} is taken down.`;
    await confirm(session, { what, name: fleet, given: options.confirm });
  }
  const answer = await plane.act("settle", { fleet, keep, reason: reason ?? options.reason }, by);
  if (answer.started === null) {
    const text = `${fleet}: rollout ${answer.run} is being settled on ${keep} already`;
    session.answer("settle", { fleet, rollout: answer.run, keep, changed: false }, text);
    return exitCodes.done;
  }
  return watchSettling(
    session,
    {
      fleet,
      keep,
      run: answer.run,
      started: { ...answer.started, settled: plane.settled(fleet, answer.started.id) },
    },
    options,
  );
}

async function sideOf(given: string): Promise<Side> {
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  if (given === "blue" || given === "green") return given;
  throw new InvalidInput(`--keep ${given} is no side of a rollout: give blue or green`);
}
