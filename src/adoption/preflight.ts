import { describeSubnets, readTemplate } from "../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../aws/undefined-if-not-found.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import type { StepContext } from "../step/step.ts";
import { alarmFaults } from "./alarm-faults.ts";
import { calendarFaults } from "./calendar-faults.ts";
import { type Examined, type Fault, faultWhen } from "../domain/neighbours/fault.ts";
import { examineLive } from "./neighbours/live-group.ts";
import { otherDeclarations, trafficShared } from "../rollout/neighbours/other-fleets.ts";
import { trafficFaults } from "./traffic-faults.ts";

/** What stands against a declaration in the account, and against the group that the fleet has by now: all at once. Reads only. */
export async function preflightFleet(
  fleet: Fleet,
  context: StepContext<"autoScaling" | "cloudWatch" | "ec2" | "elbv2" | "ssm">,
): Promise<Examined> {
  const [declared, live] = await Promise.all([
    declarationFaults(fleet, context),
    examineLive(fleet, context),
  ]);
  return { faults: [...declared, ...live.faults], warnings: live.warnings };
}

/** Whether what a declaration names exists and fits together: all that does not, at once. */
export async function declarationFaults(
  fleet: Fleet,
  context: StepContext<"cloudWatch" | "ec2" | "elbv2" | "ssm">,
): Promise<Fault[]> {
  const faults = await Promise.all([
    templateFaults(fleet, context),
    subnetFaults(fleet, context),
    trafficFaults(fleet.traffic, context),
    otherDeclarations(fleet.fleet, context.ledger).then((others) => trafficShared(fleet, others)),
    alarmFaults(fleet, context),
    calendarFaults(fleet, context),
  ]);
  return faults.flat();
}

/** The declared template exists. */
async function templateFaults({ template }: Fleet, { aws }: StepContext<"ec2">): Promise<Fault[]> {
  const found = await undefinedIfNotFound(readTemplate(aws.ec2, template));
  const why = `launch template ${template} does not exist in this region: correct the id, or make it`;
  return faultWhen(found === undefined, "template", why);
}

/** The declared subnets exist; for a first generation they are declared and have room for it. */
async function subnetFaults(fleet: Fleet, { aws }: StepContext<"ec2">): Promise<Fault[]> {
  const place = "network.subnets";
  const ids = fleet.network?.subnets ?? [];
  const { initial } = fleet.capacity;
  if (ids.length === 0) {
    const why =
      "capacity.initial asks for a first generation, which has no group to take its subnets from: name them";
    return faultWhen(initial !== undefined, place, why);
  }
  const found = await describeSubnets(aws.ec2, ids);
  const missing = ids.filter((id) => !found.has(id));
  const free = [...found.values()].reduce((sum, { freeAddresses }) => sum + freeAddresses, 0);
  return [
    ...faultWhen(
      missing.length > 0,
      place,
      `there is no ${missing.join(", ")} in this region: correct the ids`,
    ),
    ...faultWhen(
      missing.length === 0 && initial !== undefined && free < initial.desired,
      place,
      `${initial?.desired} servers need as many addresses, ${ids.join(", ")} have ${free} free: name more subnets`,
    ),
  ];
}
