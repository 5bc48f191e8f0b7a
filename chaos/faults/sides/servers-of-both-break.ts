import { sicken, terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import type { InstanceRecord } from "../../../simulator/services/ec2/state.ts";
import type { World } from "../../../simulator/world/world.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";
import { fromTheFirst, rolloutWhere } from "../in-rollout.ts";

/** Two things break at once on different sides, each for its own reason: some of blue's servers, and all that green's do. */
export const serversOfBothBreak: FaultKind = {
  name: "servers-of-both-break",
  begin: (work) => fromTheFirst(work, 1, () => breakBoth(work)),
};

type Break = (server: InstanceRecord, world: World) => void;

/** What a server does by its script, it does otherwise from now on; who judges whether its image is to blame is told. */
const breaking =
  (script: Partial<InstanceRecord["script"]>): Break =>
  (server, world) => {
    server.script = { ...server.script, ...script };
    world.happened("ec2", "instance-broken", server.id);
  };

const BLUE: Readonly<Record<string, Break>> = {
  "blue is ill": ({ id }, world) => sicken(world, id),
  "blue ends": ({ id }, world) => terminateInstances(world, [id], "Server.InternalError: gone"),
  "blue's commands fail": breaking({ commandExitCode: 1 }),
};

const GREEN: Readonly<Record<string, Break>> = {
  "green's commands fail": breaking({ commandExitCode: 3 }),
  "green's commands hang": breaking({ commandSeconds: 86_400 }),
  "green answers 503": breaking({ httpStatus: 503 }),
  "green is ill": ({ id }, world) => sicken(world, id),
};

const PHASES = ["ObserveGreen", "ValidateGreen", "ShiftTraffic", "Bake"];

async function breakBoth({ chaos, random }: FaultWork): Promise<void> {
  const phase = random.pick(PHASES);
  const isThere = (run: RolloutRecord): boolean => run.failure === null && run.phase === phase;
  const run = await rolloutWhere(chaos, isThere);
  if (run === undefined || run.blue === null) return;
  const { world } = chaos.simulator;
  const serversOf = (number: number | null): InstanceRecord[] => {
    const { group = "" } = chaos.view.generations.get(number ?? 0) ?? {};
    const ids = [...(world.state.groups.get(group)?.instances.keys() ?? [])];
    return ids.flatMap((id) => world.state.instances.get(id) ?? []);
  };
  const [blue, green] = [random.pick(Object.keys(BLUE)), random.pick(Object.keys(GREEN))];
  const all = random.chance(0.4);
  const blues = serversOf(run.blue).filter(({ state }) => state === "running");
  for (const server of all ? blues : blues.slice(0, 1)) BLUE[blue]?.(server, world);
  for (const server of serversOf(run.green)) GREEN[green]?.(server, world);
  chaos.count(`servers-of-both-break ${blue}, ${green}`);
}
