import type { TargetRecord } from "../../simulator/services/elbv2/state.ts";
import type { World } from "../../simulator/world/world.ts";
import { stateOf } from "../../src/views/fleet/fleet-servers.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { type ServerTimes, serverTimes } from "../../src/views/fleet/server-times.ts";
import type { ServerState, ViewServer } from "../../src/views/fleet/server-states.ts";
import { renderView } from "../view/render-view.ts";
import { wrappedLine } from "../view/rows/wrapped-line.ts";
import { span } from "../view/span.ts";
import type { Act } from "./acts.ts";
import type { DemoWorld } from "./demo-world.ts";
import { foundLines } from "./found-events.ts";

/** What the view of a watch shows, with servers read from the world itself: looking costs the rollout no call. */
export async function demoFleetView({ rehearsal, fleet, run }: DemoWorld): Promise<FleetView> {
  const { simulator, ledger } = rehearsal;
  const model = await readFleetView(ledger, { fleet, id: run(), now: simulator.clock.now() });
  return { ...model, servers: serversOf(simulator.world, model) };
}

interface Frame {
  readonly act: Act;
  /** `1 of 5` */
  readonly place: string;
  /** `×75, space pauses` */
  readonly pace: string;
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
}

/** The frame: the act's title, the view that every watch shows, and the world's own figures. None of it is wider than the terminal. */
export async function demoFrame(demoWorld: DemoWorld, frame: Frame): Promise<string[]> {
  const { width, height, colour } = frame;
  const now = demoWorld.rehearsal.simulator.clock.now();
  const rows = (text: string): string[] => wrappedLine([span(text)], width, colour);
  const above = [`Act ${frame.place}: ${frame.act.title}`, ...demoWorld.found().flatMap(foundLines)].flatMap(
    rows,
  );
  const below = figures(demoWorld, frame.pace).flatMap(rows);
  const room = height - above.length - below.length - 2;
  const view = renderView(await demoFleetView(demoWorld), { width, height: room, colour, now });
  return [...above, "", ...view, "", ...below];
}

function figures({ rehearsal, counts }: DemoWorld, pace: string): string[] {
  const { requestsServed, requestsLost, requestsErrored, awsCalls, transitions } = counts();
  const split = rehearsal.traffic
    .split()
    .map(({ targetGroupArn, share }) => `${targetGroupArn.split("/")[1]} ${Math.round(share * 100)}%`)
    .join("  ");
  const clock = new Date(rehearsal.simulator.clock.now()).toISOString().slice(11, 19);
  return [
    `clock ${clock} (${pace})  traffic ${split}`,
    `served ${requestsServed}  lost ${requestsLost}  errored ${requestsErrored}  AWS calls ${awsCalls}  transitions ${transitions}`,
  ];
}

function serversOf(world: World, { generations, rollout }: FleetView): ViewServer[] {
  const { groups, instances, targetGroups } = world.state;
  return generations.flatMap((generation) => {
    const { number, group, targetGroup } = generation;
    const times = serverTimes(generation, { generations, rollout, now: world.now() });
    return [...(groups.get(group)?.instances.values() ?? [])].map((member) => {
      const target = targetGroup === null ? undefined : targetGroups.get(targetGroup)?.targets.get(member.id);
      const launchedAt = instances.get(member.id)?.launchedAt;
      return {
        id: member.id,
        zone: member.zone,
        generation: number,
        state: shownState(member, target, times),
        ageSeconds: launchedAt === undefined ? null : (world.now() - launchedAt) / 1000,
      };
    });
  });
}

const shownState = (
  { lifecycleState, healthStatus }: { readonly lifecycleState: string; readonly healthStatus: string },
  target: TargetRecord | undefined,
  times: ServerTimes,
): ServerState => stateOf({ lifecycleState, healthy: healthStatus === "Healthy" }, target?.state, times);
