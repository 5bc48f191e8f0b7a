import { type Command, Option } from "commander";
import type { EngineName } from "../../src/engine/control-plane-port.ts";
import { type Output, outputs } from "./output.ts";

/** The options that every command has, as they were typed. */
export interface Settings {
  readonly json?: boolean;
  /** How a watch is shown; left out: by what it is shown on. */
  readonly output?: Output;
  /** Tables with all of their columns, a line a row. */
  readonly wide?: boolean;
  readonly timeout?: string;
  /** What was typed; else it goes by the ledger and by MOULT_STATE_MACHINE. */
  readonly engine?: EngineName;
  readonly endpoint?: string;
  readonly ledger?: string;
  readonly table?: string;
  readonly region?: string;
}

export function addSettings(program: Command): Command {
  return program
    .option("-V, --version", "the version of moult, and that of the deployed stack")
    .option("--json", "one JSON object on stdout (one a line while watching)")
    .addOption(
      new Option(
        "--output <output>",
        "how a watch is shown: painted in its place, a line a change (the default where nobody looks at a terminal, TERM is dumb, or CI is set), or as --json",
      ).choices(outputs),
    )
    .option("--wide", "tables with every column, each row on one line (else they fit 100 columns, or 80)")
    .option("--timeout <duration>", "leave after this long, such as 30s or 2h, with exit code 6")
    .addOption(
      new Option(
        "--engine <engine>",
        "what runs rollouts: this process, or Step Functions (default: this process for a file; for a table Step Functions, by MOULT_STATE_MACHINE)",
      ).choices(["embedded", "step-functions"]),
    )
    .option(
      "--endpoint <url>",
      "send every AWS call there instead (else where the SDK is configured to: AWS_ENDPOINT_URL, …)",
    )
    .option("--region <region>", "AWS region (else AWS_REGION)")
    .option("--ledger <path>", "the ledger as an SQLite file, of this machine alone (else MOULT_LEDGER)")
    .option("--table <name>", "the ledger as a DynamoDB table, shared by all (else MOULT_TABLE)");
}

/** `--output json` is `--json`. */
export const withOutput = (settings: Settings): Settings =>
  settings.output === "json" ? { ...settings, json: true } : settings;
