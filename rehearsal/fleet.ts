import { adoptionClients } from "../src/adoption/clients.ts";
import { adoptFleet } from "../src/adoption/adopt.ts";
import { type FleetDeclaration, fleetSchema } from "../src/domain/declaration/fleet.ts";
import { openContext } from "../src/step/open-context.ts";
import { type Account, type AccountPlan, furnishAccount } from "./account.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** Waits at most this long for the first servers to serve. */
const SETTLING_SECONDS = 300;

interface AdoptedFleet {
  readonly account: Account;
  readonly declaration: FleetDeclaration;
}

/**
 * Sets an account up, waits until its servers serve, and adopts its group as the first generation of a fleet, as an
 * operator would. `declare` makes the declaration from what was set up. Run it under `simulator.drive`.
 */
export async function openFleet(
  rehearsal: Rehearsal,
  plan: AccountPlan,
  declare: (account: Account) => FleetDeclaration,
): Promise<AdoptedFleet> {
  const { simulator, runtime } = rehearsal;
  rehearsal.listening = false;
  const account = await furnishAccount(simulator, plan);
  await simulator.clock.sleep(SETTLING_SECONDS * 1000);
  const declaration = declare(account);
  const context = openContext(
    "Admit",
    { fleet: plan.name, run: "adopt", fence: 0 },
    adoptionClients,
    runtime,
  );
  await adoptFleet(
    { fleet: fleetSchema.parse(declaration), declaration, group: account.group, by: "platform-team" },
    context,
  );
  rehearsal.listening = true;
  return { account, declaration };
}

/** The declaration of a fleet behind an Application Load Balancer, all gates on. */
export function webFleet(
  { template, channel, listener, targetGroups, alarm }: Account,
  name: string,
): FleetDeclaration {
  const [first = "", second = ""] = targetGroups;
  return {
    fleet: name,
    template,
    image: { channel },
    traffic: {
      strategy: "alb-weighted",
      rule: listener,
      targetGroups: [first, second],
      steps: ["10%", "50%", "100%"],
      pause: "30s",
    },
    gates: [
      { kind: "instance-status" },
      { kind: "target-health" },
      { kind: "command", commands: ["/opt/selftest"] },
      { kind: "http", path: "/healthz" },
      { kind: "alarm", alarms: [alarm] },
    ],
    bake: "5m",
    retire: { drain: "60s" },
  };
}
