import { join } from "node:path";
import { adopt, copied } from "../lab/open-lab.ts";
import { expectSame, expectThat } from "../report/expect.ts";
import { lastLines } from "../report/spawned.ts";
import { deploy, remove } from "../stack/deploy.ts";
import { readStack } from "../stack/deployed.ts";
import { breakStack, copyCommit, copyProject } from "../stack/workspace.ts";
import { typeIntoConsole } from "../lab/executions.ts";
import { ended, expectReplaced, inPhase } from "../lab/fleet-view.ts";
import { commandLine, type E2eCase, type FleetPlan, type Lab, ledgerOf } from "../lab/lab.ts";
import { isProtected, leaveTable, ledgersOf } from "../lab/table-calls.ts";

const UPGRADED: FleetPlan = { name: "upgraded", own: true };
const KEPT: FleetPlan = { name: "kept", own: true };
/** The last commit before stacks were deployed in tests. */
const BEFORE = "c15ac1f1";

/** A stack of the case's own. */
interface Own {
  readonly workspace: string;
  readonly stage: string;
}

/** Deploys what is in a folder to the stage, and lets the functions' roles bind. */
async function deployed(lab: Lab, { workspace, stage }: Own, ...params: string[]): Promise<Lab> {
  await deploy(lab.deployment(workspace, stage), ...params);
  const stack = await readStack(stage, lab.place);
  await lab.account.enforce(stack.functions);
  return { ...lab, stack, ledger: ledgerOf(stack, lab.place), moult: commandLine(lab.env, stack) };
}

/** How a deployment is refused or fails; throws when it does not. */
async function refusal(lab: Lab, { workspace, stage }: Own): Promise<string> {
  const said = await deploy(lab.deployment(workspace, stage)).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  expectThat(said !== undefined, "a deployment went well that must not");
  return said;
}

/** A first deployment that fails takes back its table: the next one begins with nothing that is left. */
async function failFirst(lab: Lab, own: Own): Promise<void> {
  const mend = await breakStack(own.workspace);
  const said = await refusal(lab, own);
  expectThat(said.includes("Broken"), `the first deployment failed otherwise: ${said}`);
  expectSame("ledgers after a first deployment that failed", await ledgersOf(lab.place, own.stage), []);
  await mend();
}

/** Removed and deployed again: the ledger goes on, also where a second table has to be told from it. */
async function redeploy(lab: Lab, own: Own): Promise<void> {
  const table = lab.stack.resources["Ledger"] ?? "";
  expectSame("whether the ledger is protected", await isProtected(lab.place, table), true);
  await remove(lab.deployment(own.workspace, own.stage));
  const other = `moult-${own.stage}-Ledger-OLDER`;
  await leaveTable(lab.place, other);
  const said = await refusal(lab, own);
  expectThat(said.includes(other) && said.includes(table), `two ledgers are refused with "${said}"`);
  const again = await deployed(lab, own, `ledger=${table}`);
  expectSame("the ledger after removing and deploying", again.stack.resources["Ledger"], table);
  const { code, out, err } = await again.moult(["fleet", "list"]);
  expectThat(code === 0 && out.includes(KEPT.name), `moult fleet list says: ${lastLines(out + err, 2)}`);
}

/** A stack's life: a first deployment that fails, one that does not, removed and deployed again. */
export const removed: E2eCase = {
  name: "a first deployment fails; a stack that was removed and deployed again has the same ledger",
  fleets: [KEPT],
  run: async (lab) => {
    const workspace = await copied(copyProject(join(lab.scratch, "own-project")), lab.patched);
    const own = { workspace, stage: "again" };
    await failFirst(lab, own);
    const first = await deployed(lab, own);
    await adopt(KEPT, first);
    await redeploy(first, own);
  },
};

/** A rollout that began under the code before, with this one deployed over it in the middle. */
export const upgraded: E2eCase = {
  name: "a stack is upgraded in the middle of a rollout",
  fleets: [UPGRADED],
  run: async (lab) => {
    const stage = "before";
    const old = await copied(copyCommit(BEFORE, join(lab.scratch, "before")), lab.patched);
    const before = await deployed(lab, { workspace: old, stage });
    // That command line hands one endpoint to all clients but the ledger's: with it only what is simulated is called.
    const { AWS_ENDPOINT_URL: AWS_ENDPOINT_URL_DYNAMODB = "", ...env } = lab.env;
    const pointed = { ...env, AWS_ENDPOINT_URL: lab.account.url, AWS_ENDPOINT_URL_DYNAMODB };
    await adopt(UPGRADED, {
      ...before,
      moult: commandLine(pointed, before.stack, join(old, "cli/moult.ts")),
    });
    const image = await lab.account.image("upgraded-2");
    await typeIntoConsole(before, "upgraded-by-hand", JSON.stringify({ fleet: UPGRADED.name, image }));
    await inPhase(before, UPGRADED.name, "ObserveGreen");
    const workspace = await copied(copyProject(join(lab.scratch, "after")), lab.patched);
    const after = await deployed(lab, { workspace, stage });
    expectSame("the ledger's table", after.stack.resources["Ledger"], before.stack.resources["Ledger"]);
    expectReplaced(after, await ended(after, UPGRADED.name), image);
  },
};
