import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { webFleet } from "../../rehearsal/fleet.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { Account } from "../account/account.ts";
import {
  commandLine,
  type FleetPlan,
  type Lab,
  ledgerOf,
  personsEnvironment,
  simulatedEndpoints,
} from "./lab.ts";
import type { Emulator } from "../emulator/emulator.ts";
import { lastLines } from "../report/spawned.ts";
import { openBus } from "../stack/bus.ts";
import { deploy, type Deployment } from "../stack/deploy.ts";
import { readStack } from "../stack/deployed.ts";
import { ownersPlace } from "../stack/place.ts";
import { copyProject, leaveOutUnknown } from "../stack/workspace.ts";

const STAGE = "e2e";

interface LabPlan {
  readonly account: Account;
  readonly emulator: Emulator;
  readonly patched: boolean;
  readonly python: string;
  readonly scratch: string;
  readonly fleets: readonly FleetPlan[];
  readonly say: (text: string) => void;
}

/** What every function of the emulated account is told: where the simulated services are, and the servers behind them. */
export const functionsEnvironment = (account: string): Record<string, string> => ({
  ...simulatedEndpoints(account),
  PROBE_PROXY: account,
  // Lower than what one execution may, and higher than what most rollouts here need.
  LEG_POLLS: "12",
});

/** Deploys the stack, lets its roles bind in both halves of the account, and adopts the fleets. */
export async function openLab(plan: LabPlan): Promise<Lab> {
  const { account, emulator, patched, scratch, say } = plan;
  const env = personsEnvironment(emulator.url, account.url);
  const place = ownersPlace(emulator.url);
  const deployment = (workspace: string, stage: string): Deployment => ({ workspace, stage, env });
  const workspace = await copied(copyProject(join(scratch, "project")), patched);
  await deploy(deployment(workspace, STAGE));
  const stack = await readStack(STAGE, place);
  say(`deployed: ${Object.keys(stack.resources).length} resources, ${stack.functions.length} functions`);
  await account.enforce(stack.functions);
  const moult = commandLine(env, stack);
  const adopted = plan.fleets.filter(({ own }) => own !== true);
  // Two at a time: each is a process of its own, and the machine has others to run.
  const waiting = [...adopted];
  const adoptAll = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await adopt(next, { account, scratch, moult });
  };
  await Promise.all([adoptAll(), adoptAll()]);
  say(`adopted: ${adopted.map(({ name }) => name).join(", ")}`);
  const parts = { account, place, stack, patched, moult, deployment, scratch, env, python: plan.python };
  return { ...parts, bus: openBus(place, patched), ledger: ledgerOf(stack, place) };
}

/** A copy as the emulator can make it. */
export async function copied(copying: Promise<string>, patched: boolean): Promise<string> {
  const workspace = await copying;
  await leaveOutUnknown(workspace, patched);
  return workspace;
}

/** Writes a fleet's declaration and takes its group as the first generation. */
export async function adopt(
  fleet: FleetPlan,
  { account, scratch, moult }: Pick<Lab, "account" | "scratch" | "moult">,
): Promise<void> {
  const { name } = fleet;
  const file = join(scratch, `${name}.yml`);
  await writeFile(file, JSON.stringify(declarationOf(fleet, account)));
  const { code, out, err } = await moult(["fleet", "adopt", file, "--group", name]);
  if (code !== 0) throw new Error(`moult fleet adopt ${name} failed: ${lastLines(err || out, 3)}`);
}

/** All gates, and the shortest times that show everything. */
function declarationOf({ name, declare, steps }: FleetPlan, { fleets }: Account): FleetDeclaration {
  const team = fleets.get(name);
  if (team === undefined) throw new Error(`nothing was set up for ${name}`);
  const web = webFleet(team, name);
  const { traffic, bake, retire } = {
    traffic: { ...web.traffic, pause: "5s", ...(steps && { steps }) },
    bake: "20s",
    retire: { drain: "5s" },
  };
  return { ...web, traffic, bake, retire, ...declare } as FleetDeclaration;
}
