import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

interface DashboardOptions {
  readonly port: string;
  readonly readOnly?: boolean;
  readonly demo?: boolean;
  readonly speed?: string;
}

export const addDashboard: AddCommand = (parent, cli) => {
  const command = parent
    .command("dashboard")
    .description("a page to look at and to act from, on this machine alone, under your own credentials")
    .argument("[page]", "where the link leads, such as /fleets/web (else all fleets)")
    .option("--port <number>", "on the loopback address; 0: any that is free", "7777")
    .option("--read-only", "only to look: no action is offered, and none is taken")
    .option("--demo", "over a simulated account, with fleets in every state")
    .option("--speed <number>", "of a demo: simulated seconds in one second (default: 10)")
    .action((page: string | undefined, options: DashboardOptions, self) =>
      cli.run(self, (session) => dashboard(session, page ?? "/", options)),
    );
  endHelp(command, {
    examples: ["moult dashboard", "moult dashboard /fleets/web --read-only", "moult dashboard --demo"],
    exits: ["done", "error", "timedOut", "detached"],
  });
};

async function dashboard(session: Session, page: string, options: DashboardOptions): Promise<ExitCode> {
  const { dashboardFaults } = await import("../dashboard/dashboard-faults.ts");
  const { openDashboard } = await import("../dashboard/open-dashboard.ts");
  const { port, speed } = dashboardFaults({ page, ...options });
  await openDashboard(session, {
    page,
    port,
    speed,
    readOnly: options.readOnly === true,
    demo: options.demo === true,
  });
  return exitCodes.done;
}
