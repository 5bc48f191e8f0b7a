import type { Command } from "commander";
import type { AddCommand } from "../../cli.ts";
import type { Candidate } from "../../completion/candidates.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

/** What the scripts of `moult completion` ask: the words after `--`, the last of which is being typed. */
export const addComplete: AddCommand = (parent, cli) => {
  parent
    .command("complete", { hidden: true })
    .description("what may stand where the cursor is")
    .argument("[words...]")
    .action((words: readonly string[], _options, self: Command) =>
      cli.run(self, (session) => complete(session, parent, words)),
    );
};

async function complete(session: Session, program: Command, words: readonly string[]): Promise<ExitCode> {
  const { candidates } = await import("../../completion/candidates.ts");
  const { kind, words: found } = candidates(program, words);
  const fleets = kind === "fleets" ? await fleetNames(session, words) : [];
  const all = [...found, ...fleets.filter(({ word }) => word.startsWith(words.at(-1) ?? ""))];
  const lines = all.map(({ word, about }) => `${word} ${about}`.trimEnd());
  session.answer(
    "complete",
    { candidates: all, files: kind === "files" },
    kind === "files" ? [...lines, ":files"] : lines,
  );
  return exitCodes.done;
}

/** Nobody waits longer for a word. */
const FLEETS_MS = 1500;

/** The fleets of the ledger that is named, by the words or the environment. None where it cannot be read: a word is no place for a message. */
async function fleetNames({ io }: Session, words: readonly string[]): Promise<readonly Candidate[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly Candidate[]>();
  const forget = io.after(FLEETS_MS, () => resolve([]));
  const read = async (): Promise<readonly Candidate[]> => {
    const { controlPlaneOptions } = await import("../../session/control-plane-options.ts");
    const { readFleetNames } = await import("../../../src/views/fleets/read-fleet-names.ts");
    const { withRegion } = await import("../../session/open-plane.ts");
    const typed = typedPlace(words);
    const options = controlPlaneOptions(typed, await withRegion(io, typed), { beginsLedger: false });
    const plane = await io.openControlPlane(options);
    const names = await readFleetNames(plane.ledger).finally(() => plane.close());
    return names.map((word) => ({ word, about: "fleet" }));
  };
  return Promise.race([read().catch(() => []), late]).finally(forget);
}

const PLACES = ["table", "ledger", "region", "endpoint"] as const;

/** Which ledger the words so far name. */
function typedPlace(words: readonly string[]): Partial<Record<(typeof PLACES)[number], string>> {
  const named = PLACES.flatMap((name) => {
    const at = words.lastIndexOf(`--${name}`);
    const joined = words.findLast((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
    const value = joined ?? (at === -1 ? undefined : words[at + 1]);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(named) as Partial<Record<(typeof PLACES)[number], string>>;
}
