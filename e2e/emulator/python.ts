import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lastLines, spawned } from "../report/spawned.ts";
import { Unmet } from "../report/unmet.ts";

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const KEPT = fileURLToPath(new URL("../../.moult/e2e", import.meta.url));
const WAY_OUT = "install it, or leave this part out (.ci/run --no-e2e)";

/** What children see of this machine: where programs and pip's settings are, and nothing of AWS. */
export function plainEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && !/^(AWS|MOULT|SLS|PYTHON|npm|VIRTUAL)_/i.test(name)
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(kept);
}

/**
 * The python of a virtual environment that has what requirements.txt pins, by hash: made once for each such file, and
 * kept in .moult/e2e. Throws Unmet where python3 is missing or too old, or something cannot be had.
 */
export async function pythonWithEmulator(
  say: (text: string) => void,
  { search = process.env["PATH"] ?? "", kept = KEPT } = {},
): Promise<string> {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const folder = join(kept, `python-${hash}`);
  const python = join(folder, "bin/python");
  if (existsSync(python)) return python;
  const env = { ...plainEnvironment(), PATH: search };
  const system = python3In(search);
  await checkVersion(system, env);
  say("making a python environment with the emulator (once; about half a minute)");
  mkdirSync(kept, { recursive: true });
  // One that was begun and not finished is not taken for whole.
  const begun = `${folder}-begun`;
  rmSync(begun, { recursive: true, force: true });
  await succeed("python3 cannot make a virtual environment (on Debian: apt install python3-venv)", () =>
    spawned(system, ["-m", "venv", begun], { env }),
  );
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"];
  await succeed("the emulator could not be installed", () =>
    spawned(join(begun, "bin/python"), [...pip, REQUIREMENTS], { env }),
  );
  renameSync(begun, folder);
  return python;
}

function python3In(search: string): string {
  const found = search
    .split(delimiter)
    .map((folder) => join(folder, "python3"))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw new Unmet(`the end-to-end run needs python3, 3.10 or newer, and there is none: ${WAY_OUT}`);
  return found;
}

async function checkVersion(python: string, env: Record<string, string>): Promise<void> {
  const { code, out, err } = await spawned(python, ["--version"], { env, seconds: 60 });
  const [, major = "0", minor = "0"] = /Python (\d+)\.(\d+)/.exec(out + err) ?? [];
  if (code !== 0 || Number(major) !== 3 || Number(minor) < 10)
    throw new Unmet(
      `the end-to-end run needs python3, 3.10 or newer, and ${python} is ${lastLines(out + err, 1) || "none that starts"}: ${WAY_OUT}`,
    );
}

async function succeed(otherwise: string, run: () => ReturnType<typeof spawned>): Promise<void> {
  const { code, out, err } = await run();
  if (code !== 0) throw new Unmet(`${otherwise}: ${lastLines(err || out, 2)}`);
}
