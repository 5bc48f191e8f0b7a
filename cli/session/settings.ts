import { type Command, Option } from "commander";
import type { EngineName } from "../../src/engine/control-plane-port.ts";

/** The options that every command has, as they were typed. */
export interface Settings {
  readonly json?: boolean;
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
    .option("--json", "one JSON object on stdout (one a line while watching)")
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
