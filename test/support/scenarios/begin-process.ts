import { adoptionClients } from "../../../src/adoption/clients.ts";
import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { adoptFleet } from "../../../src/adoption/adopt.ts";
import type { Fleet, FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { openContext } from "../../../src/step/open-context.ts";
import type { Web } from "./harness.ts";

/** moult learns of the fleet: it adopts the group that serves, or declares a fleet that has none yet. */
export async function beginLife(web: Web, fleet: Fleet, declaration: FleetDeclaration): Promise<void> {
  const { account, ledger, simulator, runtime, plan } = web;
  if (plan.firstGeneration) {
    await web.person.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: account.group, ForceDelete: true }),
    );
    await web.minutes(10);
    await declareFleet(ledger, { declaration, by: "ada", now: simulator.clock.now() }, "absent");
    return;
  }
  const nobody = { fleet: "web", run: "adopt", fence: 0 };
  const context = openContext("Admit", nobody, adoptionClients, runtime);
  await adoptFleet({ fleet, declaration, group: account.group, by: "ada" }, context);
}
