import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { ControlPlaneOptions } from "../../src/engine/control-plane-port.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import type { Environment } from "./environment.ts";
import type { Settings } from "./settings.ts";

const DEFAULT_LEDGER = ".moult/ledger.sqlite";

/**
 * Where the control plane is, from options and, where they say nothing, the environment. Makes the folder of the
 * ledger's file. Throws InvalidInput for what is missing or cannot be.
 */
export function controlPlaneOptions(settings: Settings, environment: Environment): ControlPlaneOptions {
  const { endpoint } = settings;
  checkEndpoints(endpoint === undefined ? environment.configuredEndpoints : { "--endpoint": endpoint });
  const region = settings.region ?? environment.region;
  if (region === undefined) {
    throw new InvalidInput("no AWS region is known: give --region, or set AWS_REGION");
  }
  const { stateMachineArn } = environment;
  if (settings.engine === "step-functions" && stateMachineArn === undefined) {
    throw new InvalidInput(
      "--engine step-functions needs the state machine: set MOULT_STATE_MACHINE to its ARN (an output of the stack)",
    );
  }
  return {
    engine: settings.engine,
    region,
    ...ledgerOptions(settings, environment),
    ...(endpoint !== undefined && { endpoint }),
    ...(stateMachineArn !== undefined && { stateMachineArn }),
  };
}

/** The SDK would say of one that is no URL: Invalid URL. */
function checkEndpoints(endpoints: Readonly<Record<string, string>>): void {
  for (const [from, url] of Object.entries(endpoints))
    if (!URL.canParse(url))
      throw new InvalidInput(`${from} ${url} is not a URL: give one such as http://127.0.0.1:4599`);
}

/** An option outweighs the environment; of two of the same weight the table does, so that no second ledger is begun. */
function ledgerOptions(
  settings: Settings,
  environment: Environment,
): Pick<ControlPlaneOptions, "ledgerPath" | "table"> {
  if (settings.table !== undefined && settings.ledger !== undefined) {
    throw new InvalidInput("--table and --ledger name two ledgers: give one of them");
  }
  const table = settings.table ?? (settings.ledger === undefined ? environment.table : undefined);
  if (table !== undefined) return { table };
  if (settings.engine === "step-functions") {
    throw new InvalidInput(
      "--engine step-functions keeps its ledger in DynamoDB: give --table, or set MOULT_TABLE",
    );
  }
  const ledgerPath = settings.ledger ?? environment.ledgerPath ?? DEFAULT_LEDGER;
  if (ledgerPath !== ":memory:") mkdirSync(dirname(ledgerPath), { recursive: true });
  return { ledgerPath };
}
