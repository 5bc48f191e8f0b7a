import { EnterStandbyCommand, ExitStandbyCommand } from "@aws-sdk/client-auto-scaling";
import { adoptionClients } from "../../src/adoption/clients.ts";
import { preflightFleet } from "../../src/adoption/preflight.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { openContext } from "../../src/step/open-context.ts";
import { declarationOf } from "../support/scenarios/furnish-web.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { saidOf, statusOf, sweepFor } from "../support/scenarios/sweeps.ts";

/** What `moult fleet validate --against-account` refuses. */
async function faultsOf({ plan, account, runtime }: Web): Promise<string[]> {
  const by = { fleet: "web", run: "validate", fence: 0 };
  const context = openContext("Admit", by, adoptionClients, runtime);
  const { faults } = await preflightFleet(fleetSchema.parse(declarationOf(plan, account)), context);
  return faults.map(({ why }) => why);
}

scenario(
  "a retained server that is put back from standby beside a later generation is told (chaos seed 845000127)",
  { declaration: { deadlines: { rollout: "1h" } }, leaves: { retained: [1] } },
  async (web) => {
    const { autoScaling } = web.person;
    const { groups } = web.simulator.world.state;
    await web.publish();
    await web.until("Bake");
    const [server = ""] = groups.get("web")?.instances.keys() ?? [];
    const of = { AutoScalingGroupName: "web", InstanceIds: [server] };
    await autoScaling.send(new EnterStandbyCommand({ ...of, ShouldDecrementDesiredCapacity: false }));
    await web.settled();
    // The one that is left is in no target group, so the next generation may have that of the first.
    await web.publish();
    await web.settled();
    await sweepFor(web, 10);
    expect(saidOf(web, "irregularity")).toEqual([]);
    await autoScaling.send(new ExitStandbyCommand(of));
    await web.minutes(1);
    await sweepFor(web, 10);
    const why = `${server} is in ${web.account.targetGroups[0]} and not in the group web-g0003: deregister them, or give them a target group of their own`;
    expect(saidOf(web, "irregularity")).toEqual([why]);
    expect(await faultsOf(web)).toEqual([why]);
    expect(await statusOf(web)).toContainEqual(["irregularity", true]);
    await autoScaling.send(new EnterStandbyCommand({ ...of, ShouldDecrementDesiredCapacity: true }));
    await web.minutes(10);
    await sweepFor(web, 10);
    expect(await statusOf(web)).toEqual([["generation-retained", true]]);
  },
);
