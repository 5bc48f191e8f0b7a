import type { StormRow } from "../../../src/views/findings/findings-view.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

interface AcknowledgeOptions {
  readonly reason: string;
  readonly confirm?: readonly string[];
}

export const addFindingsAcknowledge: AddCommand = (parent, cli) => {
  const command = parent
    .command("acknowledge")
    .description("let servers be replaced for a storm: the same finding on many fleets at once")
    .argument("<storm>", "its number in `moult findings`, or its key in --json (numbers change, keys do not)")
    .requiredOption("--reason <text>", "why servers may be replaced for it; kept in the ledger")
    .option(...confirmOption("findings acknowledge"))
    .action((storm: string, options: AcknowledgeOptions, self) =>
      cli.run(self, (session) => acknowledge(session, storm, options)),
    );
  const examples = [
    'moult findings acknowledge 1 --reason "we closed port 22 everywhere" --confirm 1',
    'moult findings acknowledge age --reason "max is shorter on purpose" --confirm age',
  ];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function acknowledge(session: Session, named: string, options: AcknowledgeOptions): Promise<ExitCode> {
  const { stormNamed } = await import("../../../src/views/findings/read-storms.ts");
  const { stormWords } = await import("../../../src/views/findings/storm-words.ts");
  const plane = await session.plane();
  const storm = await stormNamed(plane.ledger, named);
  const words = stormWords(storm);
  if (storm.acknowledged === null) {
    const what = `Servers of ${storm.fleets} fleets may be replaced from now on because ${words}.`;
    await confirm(session, { what, name: named, given: options.confirm });
  }
  const { reason } = options;
  const asked = { key: storm.key, reason };
  const answer = await plane.act("acknowledge-storm", asked, session.io.environment.user);
  session.answer(
    "findings-acknowledge",
    { storm: answer.storm, changed: answer.changed },
    textOf(words, answer),
  );
  if (answer.changed) session.say("The next sweep or scan begins what is due for it.");
  return exitCodes.done;
}

const textOf = (words: string, { storm, changed }: Answer): string => {
  const { by, reason } = storm.acknowledged;
  return changed
    ? `${words}: acknowledged: ${reason}`
    : `${words}: was acknowledged already by ${by}: ${reason}`;
};

interface Answer {
  readonly storm: Pick<StormRow, "key"> & { readonly acknowledged: NonNullable<StormRow["acknowledged"]> };
  readonly changed: boolean;
}
