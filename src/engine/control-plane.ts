import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { isOnBell } from "../domain/steering/on-bell.ts";
import { InvalidInput } from "../errors/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Runtime } from "../step/open-context.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import { realClock } from "../step/real-clock.ts";
import type { ControlPlane, ControlPlaneOptions } from "./control-plane-port.ts";
import { localActs } from "./runner/local-acts.ts";
import type { RolloutRunner } from "./runner/runner-on.ts";

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
  const start: ControlPlane["start"] = async (fleet, ask) => (await carrying()).start(fleet, ask);
  const settle: ControlPlane["settle"] = async (fleet, said) => (await carrying()).settle(fleet, said);
  const { operateUrl: url } = options;
  const { act, settled }: Pick<ControlPlane, "act" | "settled"> =
    url === undefined
      ? localActs({ ledger, clock: realClock, start, settle, wake: wakes(options, runner, ledger) })
      : {
          act: doorActs(url, options),
          settled: async (fleet, id) => (await carrying()).settled(fleet, id),
        };
  return {
    ledger,
    clock: realClock,
    act,
    settled,
    start,
    settle,
    takeUp: async (fleet, id) => (await carrying()).takeUp(fleet, id),
    plan: async (fleet, ask) => (await runner()).plan(fleet, ask),
    wantedImage: async (fleet) => (await runner()).wantedImage(fleet),
    sweep: async () => (await carrying()).sweep(),
    adoption: async () => (await runner()).adoption(),
    changing: async (acting) => (await runner()).changing(acting),
    close: async () => ledger.close(),
  };
}

/** What a process carries looks every minute; only another process of Step Functions can wake what that carries. */
const wakes =
  ({ engine }: ControlPlaneOptions, runner: () => Promise<RolloutRunner>, ledger: Ledger) =>
  async (fleet: string): Promise<void> => {
    if (engine !== "step-functions") return;
    const run = (await rollouts.open(ledger, fleet))?.run;
    if (run !== undefined && isOnBell(run.phase, Number.POSITIVE_INFINITY))
      await (await runner()).wake(fleet);
  };

/** What the door answers is what the same act answers here. */
const doorActs =
  (url: string, { region, connection }: ControlPlaneOptions): ControlPlane["act"] =>
  async (name, asked) => {
    const { doorCaller } = await import("../aws/operator/call-door.ts");
    const call = doorCaller({ url, region, connection: (await connection?.()) ?? {} });
    return (await call(name, asked)) as never;
  };

async function openLedger({
  engine,
  table,
  ledgerPath,
  region,
  endpoint,
  connection,
}: ControlPlaneOptions): Promise<Ledger> {
  if (table !== undefined) {
    const { openDynamoDbLedger } = await import("../ledger/stores/dynamodb-ledger.ts");
    const settings = { region, ...(endpoint !== undefined && { endpoint }) };
    return openDynamoDbLedger(table, { ...settings, ...(await connection?.()) });
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
