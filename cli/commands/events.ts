import type { EventFilter } from "../../src/views/events/event-feed.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

interface EventsOptions {
  readonly follow?: boolean;
  readonly type?: string;
  readonly limit: string;
}

export const addEvents: AddCommand = (parent, cli) => {
  const command = parent
    .command("events")
    .description("what was published on the bus, of all fleets or of one; the newest last")
    .argument("[fleet]")
    .option("--follow", "go on, with each event as it is published")
    .option("--type <words>", "only those whose type has these words, such as 'rolled back'")
    .option("--limit <number>", "at most this many, the newest", "20")
    .action((fleet: string | undefined, options: EventsOptions, self) =>
      cli.run(self, (session) => events(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      "moult events --follow",
      "moult events web --limit 5",
      "moult events --type 'needs' --follow --json | jq .detail.sentence",
    ],
    exits: ["done", "error", "detached"],
  });
};

async function events(
  session: Session,
  fleet: string | undefined,
  { follow = false, type, limit }: EventsOptions,
): Promise<ExitCode> {
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  const { eventFeed } = await import("../../src/views/events/event-feed.ts");
  const { eventLines } = await import("../watch/event-lines.ts");
  if (!/^[1-9]\d{0,3}$/.test(limit))
    throw new InvalidInput(`--limit ${limit} is not a whole number from 1 to 9999: give one such as 20`);
  const filter: EventFilter = { fleet: fleet ?? null, type: type ?? null };
  const { ledger } = await session.plane();
  const feed = eventFeed(ledger, { filter, limit: Number(limit) });
  const newest = await feed.next();
  if (newest.length === 0) await sayNone(session, filter);
  if (follow) {
    const { followEvents } = await import("../watch/follow-events.ts");
    return followEvents(session, { feed, newest });
  }
  session.answer("events", { fleet: filter.fleet, events: newest }, newest.flatMap(eventLines));
  return exitCodes.done;
}

/** Why there is nothing: nobody has such a name, or nothing of it was published in the days that are kept. */
async function sayNone(session: Session, { fleet, type }: EventFilter): Promise<void> {
  const { mustBeDeclared } = await import("../../src/views/fleets/declared-fleet.ts");
  if (fleet !== null) await mustBeDeclared((await session.plane()).ledger, fleet);
  const [of, as] = [fleet === null ? "" : ` of ${fleet}`, type === null ? "" : ` as '${type}'`];
  session.say(`Nothing was published${of}${as} in the last 30 days.`);
}
