import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { bundleFunction, functionNames } from "../../bench/bundles.ts";

const folder = await mkdtemp(join(tmpdir(), "moult-bundles-"));
afterAll(() => rm(folder, { recursive: true }));
const names = await functionNames();
for (const name of names) await writeFile(join(folder, `${name}.mjs`), (await bundleFunction(name)).text);

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  LEDGER_TABLE: "ledger",
  STATE_MACHINE_ARN: "arn:aws:states:us-east-1:123456789012:stateMachine:moult-dev-rollout",
};

/** Loads a bundle as Lambda does, alone in a fresh process, and answers what its handler is. */
async function load(name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const script = `import(${JSON.stringify(join(folder, `${name}.mjs`))}).then((m) => console.log(typeof m.handler))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { env });
  return stdout.trim();
}

describe("a bundle in a process of its own", () => {
  it.each(names)("%s has a handler", async (name) => {
    expect(await load(name, ENVIRONMENT)).toBe("function");
  });

  it("does not start without its environment, and says all that is missing", async () => {
    await expect(load("bake", {})).rejects.toThrow(/AWS_REGION: .*; LEDGER_TABLE: /);
    const { STATE_MACHINE_ARN: _, ...others } = ENVIRONMENT;
    await expect(load("close-rollout", others)).rejects.toThrow(/STATE_MACHINE_ARN is not set/);
  });
});
