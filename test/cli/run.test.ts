import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { commandLine } from "../support/cli/command-line.ts";

const COMMANDS = [
  "fleet validate",
  "fleet apply",
  "fleet adopt",
  "fleet list",
  "rollout start",
  "rollout status",
  "rollout abort",
  "rollout resume",
  "quarantine list",
  "quarantine lift",
  "plan",
  "history",
  "freeze",
  "unfreeze",
];

describe("help", () => {
  test.each(COMMANDS)("of moult %s has an example and its exit codes", async (name) => {
    const { code, out, err } = await commandLine().moult(`${name} --help`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(new RegExp(`\\nExamples?:\\n {2}\\$ moult ${name}`));
    expect(out).toContain("\nExit codes:\n  0    done, or nothing was to be done\n  1    an error;");
    expect(out).toContain("--json");
  });

  test.each(["help exit-codes", "exit-codes"])("moult %s explains every exit code", async (line) => {
    const { code, out } = await commandLine().moult(line);
    expect(code).toBe(0);
    expect(out).toMatch(
      / {2}0 {4}done.*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 .*\n {2}5 .*\n {2}6 .*\n {2}130 .*\n/,
    );
  });

  test("of moult names every command there is", async () => {
    const { out } = await commandLine().moult("--help");
    for (const name of COMMANDS) expect(out).toContain(`\n  ${name.split(" ")[0]}`);
  });
});

describe("a command line that cannot be understood", () => {
  test.each([
    ["pln web", "moult: unknown command 'pln': did you mean plan? See `moult --help`.\n"],
    ["fleet aply x.yml", "moult: unknown command 'aply': did you mean apply? See `moult fleet --help`.\n"],
    ["plan web --imge x", "moult: unknown option '--imge': did you mean --image? See `moult plan --help`.\n"],
    ["history", "moult: missing required argument 'fleet'. See `moult history --help`.\n"],
    ["fleet list --timeout soon", "moult: --timeout soon is not a duration: write it as 30s, 5m or 2h\n"],
  ])("moult %s", async (line, err) => {
    expect(await commandLine().moult(line)).toEqual({ code: 1, out: "", err });
  });
});

const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:rollout";

describe("where the control plane is", () => {
  const opened = async (line: string, environment = {}) => {
    const { moult, opened: options } = commandLine({ environment });
    const { err } = await moult(line);
    return err.startsWith("moult:") ? err : options();
  };

  test.each([
    ["fleet list", {}, { engine: "embedded", region: "us-east-1", ledgerPath: ":memory:" }],
    [
      "fleet list --region eu-west-1",
      {},
      { engine: "embedded", region: "eu-west-1", ledgerPath: ":memory:" },
    ],
    ["fleet list", { table: "moult" }, { engine: "none", region: "us-east-1", table: "moult" }],
    [
      "fleet list --engine embedded",
      { table: "moult" },
      { engine: "embedded", region: "us-east-1", table: "moult" },
    ],
    [
      "fleet list",
      { table: "moult", stateMachineArn: MACHINE },
      { engine: "step-functions", region: "us-east-1", table: "moult", stateMachineArn: MACHINE },
    ],
    [
      "fleet list --ledger :memory:",
      { table: "moult", stateMachineArn: MACHINE },
      { engine: "embedded", region: "us-east-1", ledgerPath: ":memory:", stateMachineArn: MACHINE },
    ],
    [
      "fleet list --ledger :memory:",
      { table: "moult" },
      { engine: "embedded", region: "us-east-1", ledgerPath: ":memory:" },
    ],
    [
      "fleet list",
      { configuredEndpoints: { AWS_ENDPOINT_URL: "http://127.0.0.1:2" } },
      { engine: "embedded", region: "us-east-1", ledgerPath: ":memory:" },
    ],
    [
      "fleet list --endpoint http://127.0.0.1:1",
      { configuredEndpoints: { AWS_ENDPOINT_URL: "nowhere" } },
      { engine: "embedded", region: "us-east-1", ledgerPath: ":memory:", endpoint: "http://127.0.0.1:1" },
    ],
  ])("%s with %o", async (line, environment, options) => {
    expect(await opened(line, environment)).toEqual(options);
  });

  test.each([
    [
      "fleet list",
      { region: undefined },
      "moult: no AWS region is known, and the profile default names none: give --region, or set AWS_REGION\n",
    ],
    [
      "fleet list --endpoint here",
      {},
      "moult: --endpoint here is not a URL: give one such as http://127.0.0.1:4599\n",
    ],
    [
      "fleet list",
      { configuredEndpoints: { AWS_ENDPOINT_URL_EC2: "there" } },
      "moult: AWS_ENDPOINT_URL_EC2 there is not a URL: give one such as http://127.0.0.1:4599\n",
    ],
    [
      "fleet list --table a --ledger b",
      {},
      "moult: --table and --ledger name two ledgers: give one of them\n",
    ],
    [
      "fleet list --engine step-functions",
      {},
      "moult: --engine step-functions needs the state machine: set MOULT_STATE_MACHINE to its ARN (an output of the stack)\n",
    ],
    [
      "fleet list --engine step-functions",
      { stateMachineArn: MACHINE },
      "moult: --engine step-functions keeps its ledger in DynamoDB: give --table, or set MOULT_TABLE\n",
    ],
    [
      "fleet list",
      { ledgerPath: undefined },
      "moult: no ledger is named: set MOULT_TABLE to the stack's table, or give --table; to try moult on this machine alone give a file, such as --ledger .moult/ledger.sqlite\n",
    ],
    [
      "fleet list",
      { stateMachineArn: MACHINE },
      "moult: MOULT_STATE_MACHINE names a stack and MOULT_LEDGER a file: set MOULT_TABLE to the stack's table, or give --ledger\n",
    ],
  ])("%s with %o is an error", async (line, environment, message) => {
    expect(await opened(line, environment)).toBe(message);
  });
});

test("the help comes without loading what only commands need", async () => {
  const moult = new URL("../../bin/moult.mjs", import.meta.url).pathname;
  const { stdout, stderr } = await promisify(execFile)("node", [moult, "plan", "--help"], {
    env: { ...process.env, NODE_DEBUG: "esm", NODE_ENV: "production" },
    maxBuffer: 50_000_000,
  });
  expect(stdout).toContain("Usage: moult plan");
  expect(stderr).toContain("/node_modules/commander/");
  expect(stderr).not.toMatch(/node_modules\/(@aws-sdk|zod|yaml)\//);
});
