import { spawn } from "node:child_process";

/** What a program came to. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Running {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Ended by force after so long. Default: ten minutes. */
  readonly seconds?: number;
}

const TEN_MINUTES = 600;

/** Runs a program to its end, whatever that is. Rejects when it cannot be started. */
export async function spawned(program: string, args: readonly string[], running: Running): Promise<Ended> {
  const { cwd, env, seconds = TEN_MINUTES } = running;
  const child = spawn(program, args, {
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd !== undefined && { cwd }),
  });
  const text = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text.out += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text.err += chunk));
  const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearTimeout(timer));
  return { code, ...text };
}

/** The last lines that say something, as one. */
export const lastLines = (text: string, count: number): string =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-count)
    .join(" | ");
