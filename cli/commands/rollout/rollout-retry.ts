import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import type { ExitCode } from "../../exit-codes.ts";
import { askOptions } from "../../session/ask-options.ts";
import type { Session } from "../../session/session.ts";
import { confirmOption } from "../../terminal/confirm.ts";

interface RetryOptions {
  readonly image?: string;
  readonly reason?: string;
  readonly watch?: boolean;
  readonly detach?: boolean;
  readonly confirm?: readonly string[];
}

export const addRolloutRetry: AddCommand = (parent, cli) => {
  const command = parent
    .command("retry")
    .description("begin again what was refused or failed, and watch it (unless --detach)")
    .argument("<fleet>")
    .option("--image <ami>", "the image that was refused (else the one that the fleet should run)")
    .option(...askOptions.reason)
    .option("--watch", "watch until it has ended, or waits for a person's approval (the default)")
    .option("--detach", "start it and return; needs a stack (MOULT_STATE_MACHINE)")
    .option(...confirmOption("rollout retry"))
    .action((fleet: string, options: RetryOptions, self) =>
      cli.run(self, (session) => retry(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      "moult rollout retry web",
      'moult rollout retry web --image ami-0123456789abcdef0 --reason "the alarm was another team\'s"',
    ],
    exits: ["done", "error", "rolledBack", "awaitingApproval", "refused", "timedOut", "detached"],
  });
};

async function retry(session: Session, fleet: string, options: RetryOptions): Promise<ExitCode> {
  const { assertCarried, followStarted } = await import("../../watch/follow-started.ts");
  const { confirmStart } = await import("./confirm-start.ts");
  const { operatorAsk } = await import("../../session/operator-ask.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  await assertCarried(session, options);
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const ask = operatorAsk(options, { by: session.io.environment.user, now: plane.clock.now() });
  const image = ask.image ?? (await plane.wantedImage(fleet));
  await confirmStart(session, { fleet, ask, image, given: options.confirm });
  const { by, ...said } = ask;
  const { id } = await plane.act("retry", { fleet, wanted: image, ...said }, by);
  return followStarted(session, { fleet, id, settled: plane.settled(fleet, id) }, options);
}
