import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from "vitest";
import { LEAST_NODE } from "../../scripts/pack/bundle-cli.ts";
import { manifestOf } from "../../scripts/pack/manifest.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { textOf } from "../rules/tree.ts";
import { DECLARATION, NOON } from "../support/cli/command-line.ts";
import { openPage } from "../support/dashboard/browser.ts";
import { packedArchive } from "../support/package/packed-archive.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const elsewhere = mkdtempSync(join(tmpdir(), "moult-installed-"));
const installed = join(elsewhere, "prefix/lib/node_modules/moult");
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** By the one who installs: in a folder of theirs, with nothing of this project on the way. */
const env = {
  PATH: `${join(process.execPath, "..")}:${process.env["PATH"]}`,
  HOME: elsewhere,
  AWS_REGION: "us-east-1",
  NO_COLOR: "1",
};
const moult = (...words: string[]) =>
  run(process.execPath, [join(elsewhere, "prefix/bin/moult"), ...words], { env, cwd: elsewhere });

describe("the archive, installed into a folder of its own", () => {
  beforeAll(async () => {
    const install = ["install", "--global", "--offline", "--prefix", join(elsewhere, "prefix")];
    await run("npm", [...install, await packedArchive()], { cwd: elsewhere, env });
  }, 180_000);

  it("is one bundled file that needs no package beside it", () => {
    expect(readdirSync(join(elsewhere, "prefix/lib/node_modules"))).toEqual(["moult"]);
    expect(readdirSync(join(installed, "dist")).sort()).toEqual(["THIRD-PARTY-LICENSES.txt", "moult.mjs"]);
    for (const absent of ["node_modules", "src", "cli", "simulator", "test", "functions"])
      expect(readdirSync(installed)).not.toContain(absent);
  });

  it("says which commit it is of, and who may use what is in it", async () => {
    const { stdout } = await moult("--version");
    expect(stdout).toMatch(/^moult \d+\.\d+\.\d+ \(commit ([0-9a-f]{8}(-dirty)?|unknown), Node /);
    expect(readFileSync(join(installed, "dist/THIRD-PARTY-LICENSES.txt"), "utf8")).toMatch(/^zod \d/m);
  });

  it("validates declarations, and reads a ledger of this machine", async () => {
    cpSync(join(installed, "fleets/example.yml"), join(elsewhere, "web.yml"));
    expect((await moult("fleet", "validate", "web.yml")).stdout).toMatch(/^web\.yml: fleet web is good/);
    const ledger = openSqliteLedger(join(elsewhere, "ledger.sqlite"));
    await declareFleet(ledger, { declaration: DECLARATION, by: "ada", now: NOON }, "absent");
    ledger.close();
    const { stdout, stderr } = await moult("fleet", "list", "--ledger", "ledger.sqlite");
    expect(stdout).toMatch(/^FLEET .*\nweb /);
    expect(stderr).not.toContain("Experimental");
  });

  it("has the state machines, the deployment's rules and the simulator: the demo replaces a fleet", async () => {
    const { stdout } = await moult("demo", "--json");
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
      schema: "moult/demo/1",
      acts: expect.arrayContaining([expect.objectContaining({ name: "goes-bad", outcome: "rolled-back" })]),
    });
  }, 180_000);

  it("has the dashboard with its page: a browser shows the fleets, and Ctrl-C ends it", async () => {
    const words = [join(elsewhere, "prefix/bin/moult"), "dashboard", "--demo", "/?state=frozen"];
    const child = spawn(process.execPath, words, { env, cwd: elsewhere });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = new Promise((resolve) => child.on("close", resolve));
    let said = "";
    const link = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (part: Buffer) => {
          said += part.toString();
          const found = /^Open (http:\S+)$/m.exec(said)?.[1];
          if (found !== undefined) resolve(found);
        });
      child.on("close", () => reject(new Error(said)));
    });
    const { page, context, complaints } = await openPage();
    onTestFinished(() => context.close());
    await page.goto(link);
    await page.getByRole("row", { name: /audit.*yearly audit/ }).waitFor();
    expect(complaints).toEqual([]);
    child.kill("SIGINT");
    await ended;
    expect(said).toContain("The dashboard is closed");
  }, 180_000);
});

test("the archive's package.json asks for Node alone, and brings none of the checkout's scripts", () => {
  const manifest = manifestOf(textOf("package.json"));
  expect(manifest).toMatchObject({ engines: { node: ">=22.13" }, bin: { moult: "bin/moult.mjs" } });
  for (const key of ["dependencies", "devDependencies", "optionalDependencies", "scripts", "private"])
    expect(Object.keys(manifest)).not.toContain(key);
});

test("a Node that is too old is told so, in its own words", async () => {
  expect(textOf("bin/moult.mjs")).toContain(`install Node ${LEAST_NODE} or newer`);
  const entry = pathToFileURL(join(ROOT, "bin/moult.mjs")).href;
  const old = `Object.defineProperty(process.versions, "node", { value: "22.12.1" }); await import("${entry}");`;
  await expect(run(process.execPath, ["--input-type=module", "-e", old])).rejects.toMatchObject({
    code: 1,
    stderr: "moult: Node 22.12.1 is too old: install Node 22.13 or newer.\n",
  });
});
