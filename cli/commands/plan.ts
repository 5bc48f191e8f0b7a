import { oneLine } from "../../src/errors/one-line.ts";
import type { Plan } from "../../src/views/plan/plan.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type AskOptions, askOptions } from "../session/ask-options.ts";
import type { CalendarOptions } from "../session/calendar-options.ts";
import type { Session } from "../session/session.ts";
import type { Column } from "../terminal/table/column.ts";

interface PlanOptions extends AskOptions, CalendarOptions {
  readonly detailedExitcode?: boolean;
}

export const addPlan: AddCommand = (parent, cli) => {
  const command = parent
    .command("plan")
    .description(
      "show what a rollout of a fleet would do, call by call; with --days, or of all fleets, when what is replaced, why, what blocks it and what it costs. Changes nothing",
    )
    .argument("[fleet]")
    .option(...askOptions.image)
    .option(...askOptions.force)
    .option(...askOptions.launchedBefore)
    .option("--detailed-exitcode", "exit with 2 where there are changes (else with 0)")
    .option("--days <number>", "a calendar of so many days from now (without a fleet: 14)")
    .option("--price <dollars>", "what one server costs an hour, for the calendar (else AWS's price list)")
    .action((fleet: string | undefined, options: PlanOptions, self) =>
      cli.run(self, (session) => planOrCalendar(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      "moult plan web --image ami-0123456789abcdef0",
      "moult plan web --detailed-exitcode",
      "moult plan web --days 14",
      "moult plan --days 30 --price 0.0832",
    ],
    exits: ["done", "error", "changes", "refused"],
  });
};

async function planOrCalendar(
  session: Session,
  fleet: string | undefined,
  options: PlanOptions,
): Promise<ExitCode> {
  const { days, price } = options;
  if (fleet !== undefined && days === undefined && price === undefined) return plan(session, fleet, options);
  const { assertOnlyCalendar } = await import("../session/calendar-options.ts");
  const { calendar } = await import("./calendar.ts");
  assertOnlyCalendar(options);
  return calendar(session, fleet ?? null, options);
}

async function plan(session: Session, fleet: string, options: PlanOptions): Promise<ExitCode> {
  session.say(`Reading ${fleet} ...`);
  const { operatorAsk } = await import("../session/operator-ask.ts");
  const { declaredFleet } = await import("../../src/views/fleets/declared-fleet.ts");
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const ask = operatorAsk(options, { by: session.io.environment.user, now: plane.clock.now() });
  const answer = await plane.plan(fleet, ask);
  const { lines, hint } = await textOf(session, answer);
  session.answer("plan", answer, lines);
  session.say(hint);
  if (answer.verdict === "changes") session.say(`Next: \`${startCommand(fleet, options)}\` does it.`);
  if (answer.verdict === "changes") return options.detailedExitcode ? exitCodes.changes : exitCodes.done;
  return answer.verdict === "refused" ? exitCodes.refused : exitCodes.done;
}

/** With what was asked of the plan. */
function startCommand(fleet: string, { image, force, launchedBefore }: PlanOptions): string {
  const asked = [
    ...(image === undefined ? [] : ["--image", image]),
    ...(force === true ? ["--force"] : []),
    ...(launchedBefore === undefined ? [] : ["--launched-before", launchedBefore]),
  ];
  return ["moult rollout start", fleet, ...asked].join(" ");
}

const COLUMNS: readonly Column[] = [
  { head: "AT" },
  { head: "PHASE" },
  { head: "CALL", least: 14 },
  { head: "ON", least: 12 },
  { head: "REASON", least: 20 },
];

async function textOf(session: Session, found: Plan) {
  const { planRows } = await import("../../src/views/plan/plan-rows.ts");
  const { shownTable, tableWidth } = await import("../terminal/table/shown-table.ts");
  const { wrapCell } = await import("../terminal/table/wrap-cell.ts");
  const { verdict, summary, age, warnings, steps } = planRows(found);
  const head = [verdict, summary, age, ...warnings]
    .filter((line) => line !== undefined)
    .flatMap((line) => wrapCell(oneLine(line), tableWidth(session) ?? Number.POSITIVE_INFINITY));
  const { lines, hint } = shownTable(session, COLUMNS, steps);
  return { lines: [...head, ...(lines.length > 0 ? [""] : []), ...lines], hint };
}
