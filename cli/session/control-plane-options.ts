import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ControlPlaneOptions, EngineName } from "../../src/engine/control-plane-port.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import type { Environment } from "./environment.ts";
import type { Settings } from "./settings.ts";

type Ledger = Pick<ControlPlaneOptions, "ledgerPath" | "table">;

/**
 * Where the control plane is, from options and, where they say nothing, the environment. Throws InvalidInput for what is
 * missing or cannot be: a ledger is always named, since an empty one answers every question wrongly.
 */
export function controlPlaneOptions(
  settings: Settings,
  environment: Environment,
  { beginsLedger }: { readonly beginsLedger: boolean },
): ControlPlaneOptions {
  const { endpoint } = settings;
  checkProxy(environment);
  checkEndpoints(endpoint === undefined ? environment.configuredEndpoints : { "--endpoint": endpoint });
  const region = settings.region ?? environment.region;
  if (region === undefined) {
    throw new InvalidInput(
      `no AWS region is known, and the profile ${environment.profile} names none: give --region, or set AWS_REGION`,
    );
  }
  const ledger = ledgerOptions(settings, environment);
  const engine = settings.engine ?? defaultEngine(settings, environment, ledger);
  checkEngine(engine, environment, ledger);
  assertLedgerFile(ledger.ledgerPath, beginsLedger);
  const { stateMachineArn } = environment;
  const operateUrl = doorUrl(engine, environment);
  return {
    engine,
    region,
    ...ledger,
    ...(endpoint !== undefined && { endpoint }),
    ...(stateMachineArn !== undefined && { stateMachineArn }),
    ...(operateUrl !== undefined && { operateUrl }),
  };
}

/** It is the stack's: what this process carries itself, on a ledger of its own too, it asks nobody for. */
function doorUrl(engine: EngineName, { operateUrl }: Environment): string | undefined {
  if (operateUrl === undefined || engine !== "step-functions") return undefined;
  if (URL.canParse(operateUrl) && /^https?:$/.test(new URL(operateUrl).protocol)) return operateUrl;
  throw new InvalidInput(
    `MOULT_OPERATE_URL ${operateUrl} is not a URL: set it to the stack's output OperateUrl`,
  );
}

/** The SDK would say of one that is no URL: Invalid URL. */
function checkEndpoints(endpoints: Readonly<Record<string, string>>): void {
  for (const [from, url] of Object.entries(endpoints))
    if (!URL.canParse(url))
      throw new InvalidInput(`${from} ${url} is not a URL: give one such as http://127.0.0.1:4599`);
}

function checkProxy({ proxy }: Environment): void {
  if (proxy === undefined || (URL.canParse(proxy.url) && /^https?:$/.test(new URL(proxy.url).protocol)))
    return;
  throw new InvalidInput(
    "HTTPS_PROXY is not the URL of an HTTP proxy, such as http://proxy.example:3128: correct it, or unset it",
  );
}

/** An option outweighs the environment; of two of the same weight the table does, so that no second ledger is begun. */
function ledgerOptions(settings: Settings, environment: Environment): Ledger {
  if (settings.table !== undefined && settings.ledger !== undefined) {
    throw new InvalidInput("--table and --ledger name two ledgers: give one of them");
  }
  const table = settings.table ?? (settings.ledger === undefined ? environment.table : undefined);
  if (table !== undefined) return { table };
  const path = settings.ledger ?? environment.ledgerPath;
  if (path === undefined) {
    throw new InvalidInput(
      "no ledger is named: set MOULT_TABLE to the stack's table, or give --table; " +
        "to try moult on this machine alone give a file, such as --ledger .moult/ledger.sqlite",
    );
  }
  return { ledgerPath: path === ":memory:" ? path : resolve(path) };
}

/** Never this process for a shared ledger: it would carry everybody's rollouts, and end when its terminal is closed. */
function defaultEngine(settings: Settings, { stateMachineArn }: Environment, { table }: Ledger): EngineName {
  if (table !== undefined) return stateMachineArn === undefined ? "none" : "step-functions";
  if (stateMachineArn === undefined || settings.ledger !== undefined) return "embedded";
  throw new InvalidInput(
    "MOULT_STATE_MACHINE names a stack and MOULT_LEDGER a file: set MOULT_TABLE to the stack's table, or give --ledger",
  );
}

function checkEngine(engine: EngineName, { stateMachineArn }: Environment, { table }: Ledger): void {
  if (engine !== "step-functions") return;
  if (stateMachineArn === undefined) {
    throw new InvalidInput(
      "--engine step-functions needs the state machine: set MOULT_STATE_MACHINE to its ARN (an output of the stack)",
    );
  }
  if (table === undefined) {
    throw new InvalidInput(
      "--engine step-functions keeps its ledger in DynamoDB: give --table, or set MOULT_TABLE",
    );
  }
}

/** A path that is mistyped would be a new, empty ledger: only what declares a fleet begins one. */
function assertLedgerFile(path: string | undefined, beginsLedger: boolean): void {
  if (path === undefined || path === ":memory:") return;
  if (beginsLedger) mkdirSync(dirname(path), { recursive: true });
  else if (!existsSync(path)) {
    throw new InvalidInput(
      `there is no ledger at ${path}: correct the path, or begin one with \`moult fleet apply <file>\``,
    );
  }
}
