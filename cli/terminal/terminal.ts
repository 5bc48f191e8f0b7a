import { createInterface, emitKeypressEvents } from "node:readline";
import type { WriteStream } from "node:tty";
import { oneLine } from "../../src/errors/one-line.ts";
import type { Io, Screen } from "./io.ts";

/** Of a file or a pipe, which have no width. */
const PLAIN = { width: 100, height: 24 };

/** A stream of this process as a screen. */
export const screenOf = (stream: WriteStream): Screen => ({
  write: (text) => void stream.write(text),
  isTerminal: stream.isTTY === true,
  get width() {
    return stream.columns || PLAIN.width;
  },
  get height() {
    return stream.rows || PLAIN.height;
  },
});

/** Asks on stderr, so that stdout stays data. Answers undefined on Ctrl-C and at the end of the input. */
export function askPerson(question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.once("close", () => resolve(undefined));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}

/** Asks for the code that a device shows now. Throws CredentialsProviderError where the person gives none. */
export const mfaCode =
  (ask: NonNullable<Io["ask"]>) =>
  async (serial: string): Promise<string> => {
    const code = (await ask(`Code of ${oneLine(serial)}: `))?.trim();
    if (code) return code;
    const error = new Error(`multi-factor authentication: no code of ${serial} was given`);
    error.name = "CredentialsProviderError";
    throw error;
  };

/** Listens for Ctrl-C, and for who ends the process or closes its terminal; answers how to stop. */
export const onInterrupt: Io["onInterrupt"] = (listener) => {
  const interrupted = () => listener("SIGINT");
  const ended = () => listener("SIGTERM");
  process.on("SIGINT", interrupted).on("SIGTERM", ended).on("SIGHUP", ended);
  return () => void process.off("SIGINT", interrupted).off("SIGTERM", ended).off("SIGHUP", ended);
};

const SHOW_CURSOR = "\u001B[?25h";

/** The packages are only loaded for what is painted. */
export async function holdTerminal(onKey?: (key: string) => void): Promise<() => void> {
  const [{ default: restoreCursor }, { default: keys }] = await Promise.all([
    import("restore-cursor"),
    import("stdin-discarder"),
  ]);
  restoreCursor();
  keys.start();
  // It does not read what nobody has read before, and in raw mode Ctrl-C is a key like any other.
  process.stdin.resume();
  const forgetKeys = onKey && process.stdin.isTTY ? hearKeys(onKey) : () => undefined;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    forgetKeys();
    keys.stop();
    process.stdin.pause();
    process.stdout.write(SHOW_CURSOR);
  };
}

/** Node tells a key from a part of an arrow's sequence. */
function hearKeys(onKey: (key: string) => void): () => void {
  const pressed = (_text: string | undefined, { name }: { readonly name?: string }) => {
    if (name !== undefined) onKey(name);
  };
  emitKeypressEvents(process.stdin);
  process.stdin.on("keypress", pressed);
  return () => void process.stdin.off("keypress", pressed);
}
