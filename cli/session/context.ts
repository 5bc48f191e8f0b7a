import type { ControlPlaneOptions, EngineName } from "../../src/engine/control-plane-port.ts";
import type { Environment } from "./environment.ts";

/** What an answer speaks of. Under --json each answer carries it; a person reads it as one line on stderr. */
export interface AnswerContext {
  /** Null: nobody was asked, or AWS did not say; then `accountReason` has why. */
  readonly account: string | null;
  readonly accountReason: string | null;
  readonly region: string;
  readonly ledger: { readonly kind: "table" | "file"; readonly name: string };
  readonly engine: EngineName;
  readonly stateMachine: string | null;
  /** Who carries out what a person asks for: this URL, under the name that AWS proves; null: this process. */
  readonly operate: string | null;
  /** Where calls go instead of AWS; null: to AWS. */
  readonly endpoint: string | null;
}

/** What is known of the account: asked of AWS, or why it was not. */
export interface AskedAccount {
  readonly account: string | null;
  /** Whose credentials were used: an ARN. Not there: it is not known. */
  readonly caller?: string;
  readonly reason: string | null;
}

/** Of a ledger in a file nobody is asked whose credentials these are, where nothing else is asked of AWS. */
export const NOT_ASKED: AskedAccount = { account: null, reason: "not asked: nothing is read of AWS" };

export function answerContext(
  options: ControlPlaneOptions,
  { configuredEndpoints }: Pick<Environment, "configuredEndpoints">,
  { account, reason }: AskedAccount,
): AnswerContext {
  const { table, ledgerPath, engine, region, stateMachineArn } = options;
  return {
    account,
    accountReason: reason,
    region,
    ledger:
      table === undefined ? { kind: "file", name: ledgerPath ?? ":memory:" } : { kind: "table", name: table },
    engine,
    stateMachine: engine === "step-functions" ? (stateMachineArn ?? null) : null,
    operate: options.operateUrl ?? null,
    endpoint: options.endpoint ?? configuredEndpoints["AWS_ENDPOINT_URL"] ?? null,
  };
}

const ENGINE_WORDS: Readonly<Record<EngineName, string>> = {
  embedded: "embedded: this process",
  "step-functions": "step-functions",
  none: "none: nothing can be started",
};

/** `context: account 123456789012 · eu-central-1 · table moult-prod · engine step-functions (moult-prod-rollout)` */
export function contextLine(context: AnswerContext): string {
  const { account, accountReason, region, ledger, engine, stateMachine, operate, endpoint } = context;
  const machine = stateMachine === null ? "" : ` (${stateMachine.split(":").at(-1)})`;
  const unknown = accountReason === NOT_ASKED.reason ? "not asked" : `unknown (${accountReason})`;
  const parts = [
    `account ${account ?? unknown}`,
    region,
    `${ledger.kind} ${ledger.name}`,
    `engine ${ENGINE_WORDS[engine]}${machine}`,
    ...(operate === null ? [] : ["acts by the stack"]),
    ...(endpoint === null ? [] : [`at ${endpoint}, not AWS`]),
  ];
  return `context: ${parts.join(" · ")}`;
}
