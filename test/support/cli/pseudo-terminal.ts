import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { isInstalled } from "../foreign/installed.ts";

/** Whether a pseudo-terminal can be had here: util-linux's `script` makes one, which no package does without a build. */
export const hasScript = (): boolean =>
  isInstalled("script of util-linux", ["script", "-qec", "true", "/dev/null"]);

interface Terminal {
  /** All that was written to it. */
  readonly seen: () => string;
  readonly press: (keys: string) => void;
  /** Resolves when it has been written; rejects after a minute. */
  readonly until: (said: RegExp) => Promise<void>;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs the command line of this tree in a pseudo-terminal of 100 columns and 30 rows. */
export function inTerminal(words: string, environment: Readonly<Record<string, string>> = {}): Terminal {
  const { CI: _, ...variables } = process.env;
  const line = `stty cols 100 rows 30; exec ${process.execPath} bin/moult.mjs ${words}`;
  const child = spawn("script", ["-qec", line, "/dev/null"], {
    cwd: new URL("../../..", import.meta.url),
    env: { ...variables, TERM: "xterm", NO_COLOR: "1", ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let seen = "";
  child.stdout.on("data", (chunk: Buffer) => void (seen += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    seen: () => seen,
    press: (keys) => void child.stdin.write(keys),
    ended,
    until: async (said) => {
      const deadline = Date.now() + 60_000;
      while (!said.test(seen)) {
        if (Date.now() > deadline) throw new Error(`it never said ${said}:\n${seen}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
