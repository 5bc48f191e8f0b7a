import type { Plan } from "../../src/views/plan/plan.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type AskOptions, askOptions } from "../session/ask-options.ts";
import type { Session } from "../session/session.ts";

export const addPlan: AddCommand = (parent, cli) => {
  const command = parent
    .command("plan")
    .description("show what a rollout would do, call by call; changes nothing")
    .argument("<fleet>")
    .option(...askOptions.image)
    .option(...askOptions.force)
    .option(...askOptions.launchedBefore)
    .action((fleet: string, options: AskOptions, self) =>
      cli.run(self, (session) => plan(session, fleet, options)),
    );
  endHelp(command, {
    examples: ["moult plan web --image ami-0123456789abcdef0"],
    exits: ["done", "error", "changes", "refused"],
  });
};

async function plan(session: Session, fleet: string, options: AskOptions): Promise<ExitCode> {
  session.say(`Reading ${fleet} ...`);
  const { operatorAsk } = await import("../session/operator-ask.ts");
  const { declaredFleet } = await import("../../src/views/fleets/declared-fleet.ts");
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const ask = operatorAsk(options, { by: session.io.environment.user, now: plane.clock.now() });
  const answer = await plane.plan(fleet, ask);
  session.answer("plan", answer, await textOf(answer));
  if (answer.verdict === "changes") return exitCodes.changes;
  return answer.verdict === "refused" ? exitCodes.refused : exitCodes.done;
}

async function textOf(found: Plan): Promise<readonly string[]> {
  const { planRows } = await import("../../src/views/plan/plan-rows.ts");
  const { table } = await import("../terminal/table.ts");
  const { verdict, summary, age, warnings, steps } = planRows(found);
  const head = [verdict, summary, age, ...warnings].filter((line) => line !== undefined);
  if (summary === undefined) return head;
  return [...head, "", ...table([["AT", "PHASE", "CALL", "ON", "REASON"], ...steps])];
}
