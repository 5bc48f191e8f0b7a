import { execFile } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { AccessDenied } from "../../../src/errors/errors.ts";
import { commandLine, declareWeb } from "../../support/cli/command-line.ts";

const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:moult-prod-rollout";
const MOULT = fileURLToPath(new URL("../../../bin/moult.mjs", import.meta.url));

/** As a person would in a folder of their own, with nothing set but a Region. */
async function typed(folder: string, line: string, environment = {}) {
  const env = { PATH: process.env["PATH"] ?? "", AWS_REGION: "us-east-1", ...environment };
  return promisify(execFile)("node", [MOULT, ...line.split(" ")], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout: out, stderr: err }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out,
      err,
    }),
  );
}

describe("without a ledger that is named", () => {
  test("freeze --all is an error, and begins none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "moult-no-ledger-"));
    const { code, out, err } = await typed(folder, "freeze --all --reason incident");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("no ledger is named: set MOULT_TABLE to the stack's table");
    expect(existsSync(join(folder, ".moult"))).toBe(false);
  });

  test("a file that is mistyped is no ledger", async () => {
    const folder = mkdtempSync(join(tmpdir(), "moult-no-ledger-"));
    const { code, err } = await typed(folder, "fleet list --ledger ledgr.sqlite");
    expect(code).toBe(1);
    expect(err).toContain("moult: there is no ledger at ");
    expect(existsSync(join(folder, "ledgr.sqlite"))).toBe(false);
  });
});

describe("every answer says where", () => {
  test("of a file, without asking AWS who asks", async () => {
    const { moult, plane, context, envelopes } = commandLine({ identity: new Error("not asked") });
    await declareWeb(plane);
    await moult("fleet list");
    expect(context()).toBe(
      "context: account not asked · us-east-1 · file :memory: · engine embedded: this process",
    );
    await moult("fleet list --json");
    expect(envelopes()).toMatchObject([
      { context: { account: null, region: "us-east-1", ledger: { kind: "file", name: ":memory:" } } },
    ]);
    expect(context()).toBeUndefined();
  });

  test("of a table and a machine", async () => {
    const environment = { table: "moult-prod", stateMachineArn: MACHINE };
    const { moult, plane, context, envelopes } = commandLine({ environment });
    await declareWeb(plane);
    await moult("freeze --all --reason incident");
    expect(context()).toBe(
      "context: account 123456789012 · us-east-1 · table moult-prod · engine step-functions (moult-prod-rollout)",
    );
    await moult("freeze --all --reason incident --json");
    expect(envelopes()).toEqual([
      {
        schema: "moult/freeze/1",
        context: {
          account: "123456789012",
          accountReason: null,
          region: "us-east-1",
          ledger: { kind: "table", name: "moult-prod" },
          engine: "step-functions",
          stateMachine: MACHINE,
          operate: null,
          endpoint: null,
        },
      },
    ]);
  });

  test("of another place than AWS, and of credentials that AWS does not take", async () => {
    const { moult, context } = commandLine({
      identity: new AccessDenied("GetCallerIdentity failed with ExpiredToken"),
      environment: { table: "moult", configuredEndpoints: { AWS_ENDPOINT_URL: "http://127.0.0.1:4599" } },
    });
    await moult("fleet list");
    expect(context()).toBe(
      "context: account unknown (GetCallerIdentity failed with ExpiredToken) · us-east-1 · table moult · engine none: nothing can be started · at http://127.0.0.1:4599, not AWS",
    );
  });

  test("also before an error", async () => {
    const { moult, context } = commandLine();
    expect(await moult("rollout status web")).toMatchObject({ code: 1 });
    expect(context()).toMatch(/^context: /);
  });
});
