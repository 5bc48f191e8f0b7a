import { InvalidInput } from "../../src/errors/errors.ts";
import { linesOf } from "../../src/errors/one-line.ts";
import { type AskingCommand, consents } from "../../src/desk/consent.ts";
import type { Session } from "../session/session.ts";

/** Lets a command that asks name what it acts on once more: `--confirm web`. May be given several times. */
export const confirmOption = (command: AskingCommand) =>
  [
    "--confirm <name>",
    `carry it out without asking: repeats the name of ${consents[command].typed}. It asks ${consents[command].asks}`,
    (name: string, names: readonly string[] = []): readonly string[] => [...names, name],
  ] as const;

interface Severe {
  /** What is about to happen, as a sentence. */
  readonly what: string;
  /** The fleet, image or `all` whose name confirms it. */
  readonly name: string;
  /** The values of --confirm, where it was given. */
  readonly given: readonly string[] | undefined;
}

/**
 * Returns when the person has confirmed: by --confirm, or on a terminal by typing the name. Throws InvalidInput when
 * they have not; nothing has been changed then.
 */
export async function confirm(session: Session, severe: Severe): Promise<void> {
  const { what, name, given = [] } = severe;
  if (given.includes(name)) return;
  if (given.length > 0) {
    throw new InvalidInput(
      `${what} --confirm says ${given.join(", ")}. Nothing was changed: give --confirm ${name}`,
    );
  }
  const { ask } = session.io;
  if (ask === undefined)
    throw new InvalidInput(`${what} Nothing was changed: give --confirm ${name} to carry it out`);
  const answer = await ask(linesOf([what, `Type ${name} to carry it out: `]).join("\n"));
  if (answer?.trim() !== name) {
    throw new InvalidInput(`not confirmed, nothing was changed: answer ${name}, or give --confirm ${name}`);
  }
}
