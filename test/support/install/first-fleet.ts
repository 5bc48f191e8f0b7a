import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { registerImage } from "../../../rehearsal/account.ts";
import { createSimulator } from "../../../simulator/simulator.ts";
import { runWithWallClock } from "../../../simulator/wall-clock.ts";
import { startHttpServer } from "../../../simulator/wire/http-server.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { unpackedArchive } from "../package/packed-archive.ts";

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
/** A minute of the account in a second. */
const SPEED = 60;
const ACCOUNT = "123456789012";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The fleet `first-run` of docs/first-run.md on a simulated account, with a ledger in a file beside its declaration; moult is the packed one. */
export interface FirstFleet {
  readonly folder: string;
  /** What its group runs, and the next one. */
  readonly blue: string;
  readonly green: string;
  /** What `moult` and any AWS client need to get there. */
  readonly environment: Record<string, string>;
  readonly moult: (words: readonly string[]) => Promise<Ran>;
  readonly close: () => Promise<void>;
}

/** Adopted, unless it is to have no more than an empty ledger. */
export async function firstFleet({ isAdopted = true } = {}): Promise<FirstFleet> {
  const folder = mkdtempSync(join(tmpdir(), "moult-first-fleet-"));
  const simulator = createSimulator({ seed: 3, start: Date.now() });
  const clock = runWithWallClock(simulator.world, SPEED);
  const server = await startHttpServer(simulator, { port: 0, beforeEach: clock.catchUp });
  const blue = await registerImage(simulator, "web-1", {});
  const green = await registerImage(simulator, "web-2", {});
  const environment = {
    PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
    HOME: folder,
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_EC2_METADATA_DISABLED: "true",
    MOULT_LEDGER: join(folder, "ledger.sqlite"),
    NO_COLOR: "1",
  };
  const node = (program: string, ...words: string[]): Promise<Ran> =>
    new Promise((resolve) =>
      execFile(process.execPath, [program, ...words], { cwd: folder, env: environment }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
      ),
    );
  const where = ["--subnets", "subnet-a,subnet-b", "--security-group", "sg-web"];
  const images = ["--blue", blue, "--green", green];
  const made = await node(
    path("scripts/first-run/first-run.ts"),
    "make",
    ...where,
    ...images,
    "--confirm",
    ACCOUNT,
  );
  if (made.code !== 0) throw new Error(made.out + made.err);
  // AWS checks the image after it has answered; only then the channel is there.
  while (simulator.world.state.parameters.size === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const program = join(await unpackedArchive(), "bin/moult.mjs");
  const moult = (words: readonly string[]): Promise<Ran> => node(program, ...words);
  openSqliteLedger(environment.MOULT_LEDGER).close();
  if (isAdopted) await adopt(moult);
  const close = async (): Promise<void> => {
    clock.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, blue, green, environment, moult, close };
}

async function adopt(moult: FirstFleet["moult"]): Promise<void> {
  const { code, err } = await moult(["fleet", "adopt", "first-run.yml", "--group", "first-run"]);
  if (code !== 0) throw new Error(err);
}
