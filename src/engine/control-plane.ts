import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { InvalidInput } from "../errors/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { abortRollout } from "../operator/abort-rollout.ts";
import type { Runtime } from "../step/open-context.ts";
import { realClock } from "../step/real-clock.ts";
import type { ControlPlane, ControlPlaneOptions } from "./control-plane-port.ts";
import type { RolloutRunner } from "./rollout-runner.ts";

/** The control plane as the command line asks for it. Throws InvalidInput for missing options. */
export async function openControlPlane(
  options: ControlPlaneOptions,
  probe: Runtime["probe"],
): Promise<ControlPlane> {
  const ledger = await openLedger(options);
  let opened: Promise<RolloutRunner> | undefined;
  const runner = (): Promise<RolloutRunner> =>
    (opened ??= import("./rollout-runner.ts").then(({ openRolloutRunner }) =>
      openRolloutRunner(options, { ledger, probe }),
    ));
  const carrying = (): Promise<RolloutRunner> => {
    if (options.engine === "none") throw new InvalidInput("nothing carries rollouts here: name an engine");
    return runner();
  };
  return {
    ledger,
    clock: realClock,
    start: async (fleet, ask) => (await carrying()).start(fleet, ask),
    takeUp: async (fleet, id) => (await carrying()).takeUp(fleet, id),
    settle: async (fleet, said) => (await carrying()).settle(fleet, said),
    plan: async (fleet, ask) => (await runner()).plan(fleet, ask),
    wantedImage: async (fleet) => (await runner()).wantedImage(fleet),
    sweep: async () => (await carrying()).sweep(),
    adoption: async () => (await runner()).adoption(),
    changing: async (acting) => (await runner()).changing(acting),
    abort: (fleet, who, reason) => abortRollout({ fleet, who, reason }, { ledger, clock: realClock }),
    close: async () => ledger.close(),
  };
}

async function openLedger({
  engine,
  table,
  ledgerPath,
  region,
  endpoint,
}: ControlPlaneOptions): Promise<Ledger> {
  if (table !== undefined) {
    const { openDynamoDbLedger } = await import("../ledger/stores/dynamodb-ledger.ts");
    return openDynamoDbLedger(table, { region, ...(endpoint !== undefined && { endpoint }) });
  }
  if (engine === "step-functions")
    throw new InvalidInput(
      "the step-functions engine keeps its ledger in DynamoDB: pass --table or set MOULT_TABLE",
    );
  const path = ledgerPath ?? ":memory:";
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const { openSqliteLedger } = await import("../ledger/stores/sqlite-ledger.ts");
  return openSqliteLedger(path);
}
