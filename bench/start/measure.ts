import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TIMES = 15;

/** How one command line begins, installed from the packed archive. */
export interface MeasuredStart {
  readonly command: string;
  /** Until the first byte on stdout: the median of all, and the least. */
  readonly medianMs: number;
  readonly leastMs: number;
}

interface MeasuredStarts {
  readonly kilobytes: number;
  /** An empty program on this machine now: what Node itself takes. */
  readonly empty: MeasuredStart;
  readonly commands: readonly MeasuredStart[];
}

/** Packs and installs the command line, and takes the time to its first output. */
export async function measureStarts(): Promise<MeasuredStarts> {
  const folder = mkdtempSync(join(tmpdir(), "moult-start-"));
  try {
    const moult = install(folder);
    writeFileSync(join(folder, "empty.mjs"), "process.stdout.write('.');");
    const ledger = ["--ledger", await ledgerIn(folder), "--region", "us-east-1"];
    const commands = [];
    for (const words of [["--help"], ["--version"], ["fleet", "list", ...ledger], ["complete", "--", ""]])
      commands.push(await measure(words.slice(0, 2).join(" "), [moult, ...words], folder));
    const bundle = join(folder, "lib/node_modules/moult/dist/moult.mjs");
    return {
      kilobytes: statSync(bundle).size / 1024,
      empty: await measure("(an empty program)", [join(folder, "empty.mjs")], folder),
      commands,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a hundred fleets. */
async function ledgerIn(folder: string): Promise<string> {
  const path = join(folder, "ledger.sqlite");
  const ledger = openSqliteLedger(path);
  for (let number = 0; number < 100; number++) {
    const fleet = `web-${number}`;
    const declaration: FleetDeclaration = {
      fleet,
      template: "lt-0abc",
      image: { channel: "/images/web" },
      traffic: { strategy: "none" },
    };
    await declareFleet(ledger, { declaration, by: "bench", now: 0 }, "absent");
  }
  ledger.close();
  return path;
}

/** Answers where the command is. */
function install(folder: string): string {
  const quiet = { stdio: ["ignore", "ignore", "inherit"] as ("ignore" | "inherit")[] };
  execFileSync("npm", ["run", "--silent", "pack", "--", "--pack-destination", folder], {
    cwd: ROOT,
    ...quiet,
  });
  const [archive = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const options = ["install", "--global", "--offline", "--prefix", folder];
  execFileSync("npm", [...options, join(folder, archive)], { cwd: folder, ...quiet });
  return join(folder, "bin/moult");
}

/** The first run is not counted: it fills the cache of compiled code, which every later one finds. */
async function measure(command: string, argv: readonly string[], cwd: string): Promise<MeasuredStart> {
  const taken: number[] = [];
  for (let run = 0; run <= TIMES; run++) taken.push(await firstOutput(argv, cwd));
  const sorted = taken.slice(1).sort((a, b) => a - b);
  return { command, medianMs: sorted[Math.floor(TIMES / 2)] ?? 0, leastMs: sorted[0] ?? 0 };
}

function firstOutput(argv: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, argv, { cwd, stdio: ["ignore", "pipe", "ignore"] });
    let first: number | undefined;
    child.stdout.on("data", () => (first ??= performance.now() - began));
    child.on("error", reject);
    child.on("close", () =>
      first === undefined ? reject(new Error(`${argv.join(" ")} printed nothing`)) : resolve(first),
    );
  });
}
