import { createInterface } from "node:readline";
import type { WriteStream } from "node:tty";
import type { Screen } from "./io.ts";

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

/** Listens for Ctrl-C; answers how to stop. */
export function onInterrupt(listener: () => void): () => void {
  process.on("SIGINT", listener);
  return () => void process.off("SIGINT", listener);
}
