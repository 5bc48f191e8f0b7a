import type { Plan } from "../../src/views/plan/plan.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { operatorRequest } from "../session/operator-request.ts";
import type { Session } from "../session/session.ts";

interface PlanOptions {
  readonly image?: string;
  readonly force?: boolean;
}

export const addPlan: AddCommand = (parent, cli) => {
  const command = parent
    .command("plan")
    .description("show what a rollout would do, call by call; changes nothing")
    .argument("<fleet>")
    .option("--image <ami>", "the image to go to (else the one that the declaration names)")
    .option("--force", "plan as if every server had to be replaced")
    .action((fleet: string, options: PlanOptions, self) =>
      cli.run(self, (session) => plan(session, fleet, options)),
    );
  endHelp(command, {
    examples: ["moult plan web --image ami-0123456789abcdef0"],
    exits: ["done", "error", "changes", "refused"],
  });
};

async function plan(session: Session, fleet: string, options: PlanOptions): Promise<ExitCode> {
  session.say(`Reading ${fleet} ...`);
  const { declaredFleet } = await import("../../src/views/fleets/declared-fleet.ts");
  const plane = await session.plane();
  await declaredFleet(plane.ledger, fleet);
  const request = operatorRequest(options, { by: session.io.environment.user, at: plane.clock.now() });
  const answer = await plane.plan(fleet, request);
  session.answer(answer, await textOf(answer));
  if (answer.verdict === "changes") return exitCodes.changes;
  return answer.verdict === "refused" ? exitCodes.refused : exitCodes.done;
}

async function textOf(found: Plan): Promise<string> {
  const { planRows } = await import("../../src/views/plan/plan-rows.ts");
  const { table } = await import("../terminal/table.ts");
  const { verdict, summary, steps } = planRows(found);
  if (summary === undefined) return verdict;
  return [verdict, summary, "", table([["AT", "PHASE", "CALL", "ON", "REASON"], ...steps])].join("\n");
}
