import type { TargetRecord } from "../../simulator/services/elbv2/state.ts";
import type { World } from "../../simulator/world/world.ts";
import { oneLine } from "../../src/errors/one-line.ts";
import { stateOf } from "../../src/views/fleet/fleet-servers.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import type { ServerState, ViewServer } from "../../src/views/fleet/server-states.ts";
import { renderView } from "../view/render-view.ts";
import type { Act } from "./acts.ts";
import type { DemoWorld } from "./demo-world.ts";
import { foundLines } from "./found-events.ts";

/** What the view of a watch shows, with servers read from the world itself: looking costs the rollout no call. */
export async function demoFleetView({ rehearsal, fleet, rollout }: DemoWorld): Promise<FleetView> {
  const { simulator, ledger } = rehearsal;
  const model = await readFleetView(ledger, { fleet, id: rollout(), now: simulator.clock.now() });
  return { ...model, servers: serversOf(simulator.world, model) };
}

interface Frame {
  readonly act: Act;
  /** `1 of 5` */
  readonly place: string;
  readonly speed: number;
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
}

/** The frame: the act's title, the view that every watch shows, and the world's own figures. */
export async function demoFrame(demoWorld: DemoWorld, frame: Frame): Promise<string[]> {
  const { rehearsal, counts } = demoWorld;
  const now = rehearsal.simulator.clock.now();
  const { width, height, colour } = frame;
  const found = demoWorld
    .found()
    .flatMap(foundLines)
    .map((line) => oneLine(line).slice(0, width));
  const room = height - 4 - found.length;
  const view = renderView(await demoFleetView(demoWorld), { width, height: room, colour, now });
  const { requestsServed, requestsLost, requestsErrored, awsCalls, transitions } = counts();
  const split = rehearsal.traffic
    .split()
    .map(({ targetGroupArn, share }) => `${targetGroupArn.split("/")[1]} ${Math.round(share * 100)}%`)
    .join("  ");
  const clock = new Date(now).toISOString().slice(11, 19);
  return [
    `Act ${frame.place}: ${frame.act.title}`.slice(0, width),
    ...found,
    "",
    ...view,
    "",
    `clock ${clock} (×${frame.speed})  traffic ${split}  served ${requestsServed}  lost ${requestsLost}  errored ${requestsErrored}  AWS calls ${awsCalls}  transitions ${transitions}`.slice(
      0,
      width,
    ),
  ];
}

function serversOf(world: World, { generations }: FleetView): ViewServer[] {
  const { groups, instances, targetGroups } = world.state;
  return generations.flatMap(({ number, group, targetGroup }) =>
    [...(groups.get(group)?.instances.values() ?? [])].map((member) => {
      const target = targetGroup === null ? undefined : targetGroups.get(targetGroup)?.targets.get(member.id);
      const launchedAt = instances.get(member.id)?.launchedAt;
      return {
        id: member.id,
        zone: member.zone,
        generation: number,
        state: shownState(member, target),
        ageSeconds: launchedAt === undefined ? null : (world.now() - launchedAt) / 1000,
      };
    }),
  );
}

const shownState = (
  { lifecycleState, healthStatus }: { readonly lifecycleState: string; readonly healthStatus: string },
  target: TargetRecord | undefined,
): ServerState => stateOf({ lifecycleState, healthy: healthStatus === "Healthy" }, target?.state);
