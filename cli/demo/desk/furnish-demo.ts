import { type Account, addSecurityGroup } from "../../../rehearsal/account.ts";
import { openFleet, webFleet } from "../../../rehearsal/fleet.ts";
import { type Rehearsal, scanOnce, sweepOnce } from "../../../rehearsal/rehearsal.ts";
import { sicken } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { unfinishedRollout } from "../../../src/views/rollout/read-rollouts.ts";
import { publishImage, suspendReplacing } from "../perform.ts";
import { DEMO_FLEETS, type DemoFleet, pipelineOf } from "./demo-fleets.ts";

const BOOTS = { "sim:boot-seconds": "25", "sim:healthy-seconds": "10" };
const NEVER_HEALTHY = { ...BOOTS, "sim:healthy-seconds": "never" };
const LOOK_MS = 2000;
const SETTLING_MS = 120_000;

/** The demo's account, when every fleet has come into its state. Run it under `simulator.drive`. */
export async function furnishDemo(rehearsal: Rehearsal, plane: Pick<ControlPlane, "act">): Promise<void> {
  const { simulator } = rehearsal;
  let web: Account | undefined;
  for (const fleet of DEMO_FLEETS) {
    const account = await openDemoFleet(rehearsal, fleet);
    if (fleet.name === "web") web = account;
  }
  simulator.traffic.start({ listenerArn: web?.listener ?? "", requestsPerSecond: 50 });
  await scanOnce(rehearsal);
  await publishImage(rehearsal, {
    fleet: "web",
    pipeline: pipelineOf("web"),
    version: "1.0.0",
    script: BOOTS,
  });
  await needsPerson(rehearsal, plane);
  await publishImage(rehearsal, {
    fleet: "ads",
    pipeline: pipelineOf("ads"),
    version: "2.4.1",
    script: NEVER_HEALTHY,
  });
  await rehearsal.settled();
  await addSecurityGroup(simulator, serverOf(rehearsal, "mail"));
  await plane.act(
    "freeze",
    { fleet: "audit", reason: "yearly audit, ticket 4711", seconds: 4 * 86_400 },
    "ines@acme",
  );
  for (const fleet of ["search", "pay"])
    await publishImage(rehearsal, { fleet, pipeline: pipelineOf(fleet), version: "3.1.0", script: BOOTS });
  await scanOnce(rehearsal);
  await sweepOnce(rehearsal);
  await simulator.clock.sleep(SETTLING_MS);
}

async function openDemoFleet(
  rehearsal: Rehearsal,
  { name, servers, declares, isServed }: DemoFleet,
): Promise<Account> {
  const plan = {
    name,
    servers,
    image: BOOTS,
    loadBalancer: isServed ? "application" : "none",
    checkIntervalSeconds: 5,
    tagged: true,
    drainSeconds: 30,
  } as const;
  const { account } = await openFleet(rehearsal, plan, (found) => ({
    ...(isServed
      ? { ...webFleet(found, name), image: { imageBuilder: pipelineOf(name) } }
      : pullingFleet(found, name)),
    bake: "240s",
    retire: { drain: "30s" },
    ...declares,
  }));
  return account;
}

const pullingFleet = ({ template, channel }: Account, name: string): FleetDeclaration => ({
  fleet: name,
  template,
  image: { channel },
  traffic: { strategy: "none" },
  gates: [{ kind: "instance-status" }],
});

/** The old servers of `billing` fall ill in the middle of a rollout, and somebody aborts it: it may go neither on nor back. */
async function needsPerson(rehearsal: Rehearsal, plane: Pick<ControlPlane, "act">): Promise<void> {
  const { simulator, ledger } = rehearsal;
  const fleet = "billing";
  await publishImage(rehearsal, { fleet, pipeline: pipelineOf(fleet), version: "1.8.0", script: BOOTS });
  while (((await unfinishedRollout(ledger, fleet))?.traffic.setPercent ?? 0) < 50)
    await simulator.clock.sleep(LOOK_MS);
  await suspendReplacing(simulator, fleet);
  for (const id of simulator.world.state.groups.get(fleet)?.instances.keys() ?? [])
    sicken(simulator.world, id);
  await plane.act("steer", { act: "abort", fleet, reason: "checkout is slow", seconds: 0 }, "ada@acme");
  await rehearsal.settled();
}

const serverOf = ({ simulator }: Rehearsal, group: string): string =>
  [...(simulator.world.state.groups.get(group)?.instances.keys() ?? [])][0] ?? "";
