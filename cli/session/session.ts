import { type Lines, linesOf } from "../../src/errors/one-line.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import type { Io } from "../terminal/io.ts";
import { jsonLine } from "../terminal/json-line.ts";
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
  /** The control plane, opened at the first call and closed when the command ends. */
  plane(): Promise<ControlPlane>;
  /** The command's answer, on stdout: the object under --json (one line), else the text. A string is one line, a list is a line each. */
  answer(value: object, text: Lines | Frame): void;
  /** Words for the person, on stderr. */
  say(text: Lines): void;
  /** What to say when the person leaves before the end: how things go on, and how to come back. */
  whenLeft(text: string): void;
}

/** `prepare` and `close` are the runner's: a command only uses the session. */
interface OpenSession {
  readonly session: Session;
  leave(): void;
  farewell(): string;
  close(): Promise<void>;
}

export function openSession(io: Io, settings: Settings): OpenSession {
  const controller = new AbortController();
  let plane: Promise<ControlPlane> | undefined;
  let farewell = "";
  const session: Session = {
    io,
    settings,
    left: controller.signal,
    plane: () => (plane ??= openPlane(io, settings)),
    answer: (value, text) => io.stdout.write(settings.json ? `${jsonLine(value)}\n` : printed(text)),
    say: (text) => io.stderr.write(printed(text)),
    whenLeft: (text) => {
      farewell = text;
    },
  };
  return {
    session,
    leave: () => controller.abort(),
    farewell: () => farewell,
    // One that could not be opened has told why already.
    close: async () => (await plane?.catch(() => undefined))?.close(),
  };
}

function printed(text: Lines | Frame): string {
  if (text === "") return "";
  const lines = typeof text === "object" && "frame" in text ? text.frame : linesOf(text);
  return lines.map((line) => `${line}\n`).join("");
}

async function openPlane(io: Io, settings: Settings): Promise<ControlPlane> {
  const { controlPlaneOptions } = await import("./control-plane-options.ts");
  return io.openControlPlane(controlPlaneOptions(settings, io.environment));
}
