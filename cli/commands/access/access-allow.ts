import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

interface AllowOptions {
  readonly server?: string;
  readonly reason: string;
  readonly for: string;
  readonly isolate?: true;
}

export const addAccessAllow: AddCommand = (parent, cli) => {
  const command = parent
    .command("allow")
    .description("let people log into a fleet's servers for a while, without their being replaced for it")
    .argument("<fleet>")
    .option("--server <instance-id>", "only this server (else: any of the fleet)")
    .requiredOption("--for <duration>", "how long, a minute to a day, such as 2h")
    .option("--isolate", "take the server out of traffic first, and replace it afterwards")
    .requiredOption("--reason <text>", "why; it stands in the history with each login")
    .action((fleet: string, options: AllowOptions, self) =>
      cli.run(self, (session) => allow(session, fleet, options)),
    );
  const examples = [
    'moult access allow web --for 2h --reason "incident 4711"',
    'moult access allow web --server i-0123456789abcdef0 --for 30m --reason "heap dump"',
    'moult access allow web --server i-0123456789abcdef0 --isolate --for 2h --reason "strace"',
  ];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function allow(session: Session, fleet: string, options: AllowOptions): Promise<ExitCode> {
  const { InvalidInput } = await import("../../../src/errors/errors.ts");
  const { parseDuration } = await import("../../../src/domain/duration.ts");
  const { instanceId } = await import("../../../src/domain/access/instance-id.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const { instant } = await import("../../terminal/instant.ts");
  const seconds = parseDuration(options.for);
  if (seconds === undefined)
    throw new InvalidInput(`--for ${options.for} is not a duration: write it as 30m or 2h`);
  const { server = null, reason, isolate = false } = options;
  if (server !== null && !instanceId.safeParse(server).success)
    throw new InvalidInput(`--server ${server} is not an instance id such as i-0123456789abcdef0`);
  const plane = await session.plane();
  await declaredFleet(plane.ledger, fleet);
  const by = session.io.environment.user;
  const allowed = await plane.act("allow-access", { fleet, server, reason, seconds, isolate }, by);
  const whom = server ?? `any server of ${fleet}`;
  session.answer(
    "access-allow",
    { fleet, ...allowed },
    `${fleet}: who logs into ${whom} until ${instant(allowed.until)} is written down, and no server is replaced for it`,
  );
  if (isolate)
    session.say(
      `Within five minutes a substitute is launched; when it serves, ${whom} leaves traffic: see \`moult status ${fleet}\`. When the leave is over it hands off and ends; \`moult rollout abort ${fleet}\` puts it back instead.`,
    );
  else session.say("A server that was logged into before is replaced all the same: see `moult findings`.");
  return exitCodes.done;
}
