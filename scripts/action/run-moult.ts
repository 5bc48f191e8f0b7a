import { spawn } from "node:child_process";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export type Moult = (words: readonly string[]) => Promise<Ran>;

/** How `moult` is run: both its streams are kept, and shown as they come. */
export const moultRunner =
  (env: Record<string, string>, show: (text: string) => void): Moult =>
  (words) =>
    new Promise((resolve, reject) => {
      const child = spawn("moult", words, { env, stdio: ["ignore", "pipe", "pipe"] });
      const kept = { out: "", err: "" };
      for (const [name, stream] of [
        ["out", child.stdout],
        ["err", child.stderr],
      ] as const) {
        stream.setEncoding("utf8");
        stream.on("data", (text: string) => {
          kept[name] += text;
          show(text);
        });
      }
      child.on("error", reject);
      // Ended by a signal: as a shell counts it, no exit code of moult's own.
      child.on("close", (code) => resolve({ code: code ?? 1, ...kept }));
    });
