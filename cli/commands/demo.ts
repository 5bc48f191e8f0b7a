import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

interface DemoOptions {
  readonly speed?: string;
}

export const addDemo: AddCommand = (parent, cli) => {
  const command = parent
    .command("demo")
    .description(
      "watch a simulated fleet be replaced for an image, drift and age, and two bad images be refused",
    )
    .option(
      "--speed <number>",
      "simulated seconds in one second (default: 75 in a terminal, where space pauses; elsewhere as fast as it goes)",
    )
    .action((options: DemoOptions, self) => cli.run(self, (session) => demo(session, options)));
  endHelp(command, {
    examples: ["moult demo", "moult demo --speed 20", "moult demo --json"],
    exits: ["done", "error", "timedOut", "detached"],
  });
};

async function demo(session: Session, options: DemoOptions): Promise<ExitCode> {
  const speed = await speedOf(options);
  const began = performance.now();
  session.say(
    "A simulated AWS account, a fleet of six servers behind a load balancer, 100 requests a second, and moult beside it.",
  );
  const { ACTS } = await import("../demo/acts.ts");
  const { openShow } = await import("../demo/show.ts");
  const { summary, actsAsJson } = await import("../demo/summary.ts");
  const show = await openShow(session, speed);
  const results = [];
  for (const [index, act] of ACTS.entries()) {
    const result = await show.play(act, `${index + 1} of ${ACTS.length}`);
    if (result === undefined) return exitCodes.detached;
    results.push(result);
  }
  const wallSeconds = (performance.now() - began) / 1000;
  const { lines, hint } = summary(session, results, wallSeconds);
  session.answer("demo", { acts: actsAsJson(results), wallSeconds }, lines);
  session.say(hint);
  const failed = results.filter(
    ({ act, outcome, requestsLost }) => outcome !== act.expects || requestsLost > 0,
  );
  for (const { act, outcome } of failed)
    session.say(`Act ${act.name} should have ended ${act.expects} and ended ${outcome}.`);
  return failed.length === 0 ? exitCodes.done : exitCodes.error;
}

async function speedOf({ speed }: DemoOptions): Promise<number | undefined> {
  if (speed === undefined) return undefined;
  if (/^\d{1,6}(\.\d{1,3})?$/.test(speed) && Number(speed) > 0) return Number(speed);
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  throw new InvalidInput(`--speed ${speed} is not a number above 0 and below 1000000: give one such as 75`);
}
