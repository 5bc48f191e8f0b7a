import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import type { ExitCode } from "../../exit-codes.ts";
import { type AskOptions, askOptions } from "../../session/ask-options.ts";
import type { Session } from "../../session/session.ts";
import { confirmOption } from "../../terminal/confirm.ts";

interface StartOptions extends AskOptions {
  readonly watch?: boolean;
  readonly detach?: boolean;
  readonly confirm?: readonly string[];
}

export const addRolloutStart: AddCommand = (parent, cli) => {
  const command = parent
    .command("start")
    .description("replace a fleet's servers, and watch it (unless --detach)")
    .argument("<fleet>")
    .option(...askOptions.image)
    .option(...askOptions.for)
    .option(...askOptions.force)
    .option(...askOptions.launchedBefore)
    .option(...askOptions.reason)
    .option("--watch", "watch until it has ended, or waits for a person's approval (the default)")
    .option("--detach", "start it and return; needs a stack (MOULT_STATE_MACHINE)")
    .option(...confirmOption("rollout start"))
    .action((fleet: string, options: StartOptions, self) =>
      cli.run(self, (session) => start(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      "moult rollout start web",
      'moult rollout start web --image ami-0123456789abcdef0 --for 2d --reason "as it was"',
      'moult rollout start web --force --reason "new kernel" --confirm web',
    ],
    exits: ["done", "error", "rolledBack", "awaitingApproval", "refused", "timedOut", "detached"],
  });
};

async function start(session: Session, fleet: string, options: StartOptions): Promise<ExitCode> {
  const { assertCarried, followStarted } = await import("../../watch/follow-started.ts");
  const { confirmStart } = await import("./confirm-start.ts");
  const { operatorAsk } = await import("../../session/operator-ask.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  await assertCarried(session, options);
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const ask = operatorAsk(options, { by: session.io.environment.user, now: plane.clock.now() });
  await confirmStart(session, { fleet, ask, image: ask.image, given: options.confirm });
  const { by, ...said } = ask;
  const { id } = await plane.act("start", { fleet, ...said }, by);
  return followStarted(session, { fleet, id, settled: plane.settled(fleet, id) }, options);
}
