import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { lastLines } from "../report/spawned.ts";
import { Unmet } from "../report/unmet.ts";
import { plainEnvironment } from "./python.ts";

interface EmulatorOptions {
  readonly python: string;
  /** With the mends of patched.py. */
  readonly patched: boolean;
  /** Where it keeps what it must, and its log. */
  readonly folder: string;
  /** What its functions are told beside what AWS tells them. */
  readonly functions: Readonly<Record<string, string>>;
}

/** MiniStack on a port of the loopback address. Stop it, or its functions' processes stay. */
export interface Emulator {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const PATCHED = fileURLToPath(new URL("patched.py", import.meta.url));
const STARTS_WITHIN_SECONDS = 90;
/** The simulator's, or the ARNs of both would not meet. */
const ACCOUNT = "123456789012";

/** Starts it and waits until it answers. Throws Unmet when it does not start. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { python, patched, folder } = options;
  const port = await freePort();
  const log = join(folder, "ministack.log");
  const program = patched ? [python, PATCHED] : [python, "-m", "ministack"];
  const child = spawn(program[0] ?? "", program.slice(1), {
    env: environmentOf(options, port),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file);
  child.stderr.pipe(file);
  const url = `http://127.0.0.1:${port}`;
  const isUp = await answers(url, child);
  if (!isUp) {
    await ended(child);
    const said = lastLines(readFileSync(log, "utf8"), 1) || "it said nothing";
    throw new Unmet(`the emulator did not start: ${said} (all of it: ${log})`);
  }
  return { url, stop: () => ended(child) };
}

function environmentOf({ folder, functions }: EmulatorOptions, port: number): Record<string, string> {
  const plain = plainEnvironment();
  return {
    ...plain,
    ...functions,
    // Functions run on the `node` of PATH: the one that runs this.
    PATH: `${dirname(process.execPath)}:${plain["PATH"] ?? ""}`,
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    S3_DATA_DIR: join(folder, "s3"),
    STATE_DIR: join(folder, "state"),
    PERSIST_STATE: "0",
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    AUTH: "true",
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + STARTS_WITHIN_SECONDS * 1000;
  while (child.exitCode === null && Date.now() < until) {
    const health = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (health?.ok) return true;
    await setTimeout(250);
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const patience = new AbortController();
  const killed = setTimeout(20_000, undefined, patience).then(() => child.kill("SIGKILL"));
  await exited;
  patience.abort();
  await killed.catch(() => undefined);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
