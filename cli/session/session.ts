import type { ControlPlane, EngineName } from "../../src/engine/control-plane-port.ts";
import { type Lines, linesOf } from "../../src/errors/one-line.ts";
import { type AnswerKind, schemaName } from "../json/answer-kind.ts";
import type { Io } from "../terminal/io.ts";
import { jsonLine } from "../terminal/json-line.ts";
import type { AnswerContext } from "./context.ts";
import { type Offer, openLeaving } from "./leaving.ts";
import { type Opening, openWithContext } from "./open-plane.ts";
import type { Settings } from "./settings.ts";

/** Lines that the view has rendered: clean already, and with colour. */
interface Frame {
  readonly frame: readonly string[];
}

/** One run of one command. */
export interface Session {
  readonly io: Io;
  readonly settings: Settings;
  /** Aborted by Ctrl-C and by --timeout: stop watching. */
  readonly left: AbortSignal;
  /** Leaves as Ctrl-C does. */
  leave(): void;
  /** The control plane, opened at the first call and closed when the command ends. Where it is has been told by then. */
  plane(opening?: Opening): Promise<ControlPlane>;
  /** Where the control plane is that was opened; null before. */
  context(): AnswerContext | null;
  /** Whose credentials these are, as AWS said when the control plane was opened; null: it did not. */
  caller(): string | null;
  /** What carries rollouts, of the control plane that was opened. */
  engine(): EngineName;
  /** The command's answer, on stdout: the object under --json (one line), else the text. A string is one line, a list is a line each. */
  answer(kind: AnswerKind, value: object, text: Lines | Frame): void;
  /** One more status as a line of JSON, while a rollout, or all fleets, are watched. */
  stream(value: object, kind?: AnswerKind): void;
  /** Holds the terminal for what is painted, until the command ends or the person leaves. `onKey` hears keys by name: `space`. */
  holdTerminal(onKey?: (key: string) => void): Promise<void>;
  /** Words for the person, on stderr. */
  say(text: Lines): void;
  /** What to say when the person leaves before the end: how things go on, and how to come back. */
  whenLeft(text: string, offer?: Offer): void;
}

/** `prepare` and `close` are the runner's: a command only uses the session. */
interface OpenSession {
  readonly session: Session;
  leave(): void;
  farewell(): string;
  /** What the person may still do before the command ends. */
  offer(): Offer | undefined;
  close(): Promise<void>;
}

export function openSession(io: Io, settings: Settings): OpenSession {
  const leaving = openLeaving(io);
  let plane: Promise<ControlPlane> | undefined;
  let context: AnswerContext | null = null;
  let caller: string | null = null;
  const openPlane = async (opening: Opening): Promise<ControlPlane> => {
    const opened = await openWithContext({ io, settings }, opening);
    context = opened.context;
    caller = opened.caller;
    if (!settings.json) io.stderr.write(printed(opened.line));
    return opened.plane;
  };
  const writeJson = (kind: AnswerKind, value: object) =>
    io.stdout.write(`${jsonLine({ schema: schemaName(kind), ...value, context })}\n`);
  const session: Session = {
    io,
    settings,
    ...leaving,
    plane: (opening = {}) => (plane ??= openPlane(opening)),
    context: () => context,
    caller: () => caller,
    engine: () => context?.engine ?? "none",
    answer: (kind, value, text) => (settings.json ? writeJson(kind, value) : io.stdout.write(printed(text))),
    stream: (value, kind = "rollout-status") => writeJson(kind, value),
    say: (text) => io.stderr.write(printed(text)),
  };
  return {
    session,
    leave: () => leaving.leave(),
    farewell: () => leaving.farewell(),
    offer: () => leaving.offer(),
    // One that could not be opened has told why already.
    close: async () => {
      leaving.release();
      await (await plane?.catch(() => undefined))?.close();
    },
  };
}

function printed(text: Lines | Frame): string {
  if (text === "") return "";
  const lines = typeof text === "object" && "frame" in text ? text.frame : linesOf(text);
  return lines.map((line) => `${line}\n`).join("");
}
