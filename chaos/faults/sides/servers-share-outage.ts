import { heal, sicken } from "../../../simulator/services/ec2/instances/launch.ts";
import type { InstanceRecord } from "../../../simulator/services/ec2/state.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";
import { fromTheFirst, rolloutWhere, spanMs } from "../in-rollout.ts";

/**
 * What the servers of both sides depend on fails, and comes back: a database, a network. All that run stop to pass their
 * checks at once, and those that come up meanwhile do not begin to; half of the time their commands fail, too.
 */
export const serversShareOutage: FaultKind = {
  name: "servers-share-outage",
  begin: (work) => fromTheFirst(work, 2, () => fail(work)),
};

const VALIDATED = new Set(["ObserveGreen", "ValidateGreen"]);
const WATCHED = new Set(["ShiftTraffic", "Bake"]);
/** Who has just come up is found by then. */
const LOOK_MS = 5000;

async function fail({ chaos, random }: FaultWork): Promise<void> {
  const { world } = chaos.simulator;
  const phases = random.pick([VALIDATED, WATCHED]);
  const isThere = ({ phase, failure }: RolloutRecord): boolean => failure === null && phases.has(phase);
  const run = await rolloutWhere(chaos, isThere);
  if (run === undefined) return;
  const failsCommands = random.chance(0.5);
  const until = chaos.clock.now() + spanMs(chaos, random.pick([20, 60, 150, 400, 1000]));
  /** What each was before: it is that again. */
  const down = new Map<InstanceRecord, InstanceRecord["script"]>();
  chaos.count(`servers-share-outage in ${run.phase}`);
  while (chaos.clock.now() < until) {
    for (const server of world.state.instances.values()) {
      const { id, state, script, sickAt, healthyAt } = server;
      const isUp = state === "running" && healthyAt !== null && healthyAt <= world.now();
      if (!isUp || down.has(server) || (sickAt !== null && sickAt <= world.now())) continue;
      down.set(server, script);
      if (failsCommands) server.script = { ...script, commandExitCode: 1 };
      sicken(world, id);
    }
    await chaos.clock.sleep(Math.min(LOOK_MS, until - chaos.clock.now()));
  }
  for (const [server, script] of down) {
    server.script = script;
    heal(world, server.id);
  }
}
