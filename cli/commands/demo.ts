import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

/** Fast enough for five rollouts in forty seconds, slow enough to be watched. */
const SPEED = 75;

export const addDemo: AddCommand = (parent, cli) => {
  const command = parent
    .command("demo")
    .description(
      "watch a simulated fleet be replaced for an image, drift and age, and two bad images be refused",
    )
    .action((_options: object, self) => cli.run(self, demo));
  endHelp(command, { examples: ["moult demo", "moult demo --json"], exits: ["done", "error"] });
};

async function demo(session: Session): Promise<ExitCode> {
  const began = performance.now();
  session.say(
    "A simulated AWS account, a fleet of six servers behind a load balancer, 100 requests a second, and moult beside it.",
  );
  const { ACTS } = await import("../demo/acts.ts");
  const { openShow } = await import("../demo/show.ts");
  const { summary, actsAsJson } = await import("../demo/summary.ts");
  const show = await openShow(session, SPEED);
  const results = [];
  for (const [index, act] of ACTS.entries()) {
    const result = await show.play(act, `${index + 1} of ${ACTS.length}`);
    if (result === undefined) return exitCodes.detached;
    results.push(result);
  }
  const wallSeconds = (performance.now() - began) / 1000;
  session.answer("demo", { acts: actsAsJson(results), wallSeconds }, summary(results, wallSeconds));
  const failed = results.filter(
    ({ act, outcome, requestsLost }) => outcome !== act.expects || requestsLost > 0,
  );
  for (const { act, outcome } of failed)
    session.say(`Act ${act.name} should have ended ${act.expects} and ended ${outcome}.`);
  return failed.length === 0 ? exitCodes.done : exitCodes.error;
}
