import { adoptionClients } from "../../src/adoption/clients.ts";
import {
  DeleteAutoScalingGroupCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { type Account, furnishAccount } from "../../rehearsal/account.ts";
import { raiseLimit } from "../../simulator/services/elbv2/account-limits.ts";
import { adoptFleet } from "../../src/adoption/adopt.ts";
import { connect } from "../../src/aws/connect.ts";
import { errors } from "../../src/aws/middleware/errors.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import type { FleetPlan } from "../draws/plan.ts";
import { transport } from "../../rehearsal/calling-as.ts";
import { furnishBrakes } from "./brakes/furnish-brakes.ts";
import { furnishStrangers } from "./strangers/furnish-strangers.ts";
import { ADA_ARN } from "./people/answers.ts";
import type { ChaosWorld } from "./world.ts";

const FLEET = "web";
const ADA = { name: "ada" };
const SETTLING_MS = 180_000;
const HOOK = { HeartbeatTimeout: 30, DefaultResult: "CONTINUE" };
const HOOKS = [
  { ...HOOK, LifecycleHookName: "warm-up", LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" },
  { ...HOOK, LifecycleHookName: "say-goodbye", LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING" },
];

/** What the team has, as drawn; then the fleet is adopted, or declared when it has no group yet. */
export async function furnish(chaos: ChaosWorld): Promise<void> {
  const { fleet } = chaos.plan;
  raiseLimit(chaos.simulator.world, "targets-per-application-load-balancer", 2000);
  chaos.account = await furnishAccount(chaos.simulator, {
    name: FLEET,
    servers: fleet.servers,
    image: fleet.image.tags,
    loadBalancer: loadBalancerOf(fleet),
    checkIntervalSeconds: 5,
    drainSeconds: fleet.drainSeconds,
    group: groupOf(fleet),
    tagged: true,
    ...(fleet.waysIn && { waysIn: fleet.waysIn }),
  });
  await finish(chaos);
  await furnishStrangers(chaos);
  await chaos.clock.sleep(SETTLING_MS);
  const braked = await furnishBrakes(chaos);
  const declaration = { ...declarationOf(fleet, chaos.account), ...braked, ...recycleOf(fleet, braked) };
  chaos.view.needsYes = fleet.approval?.declared?.before === "launch";
  if (fleet.firstGeneration) {
    const now = chaos.clock.now();
    await declareFleet(chaos.ledger, { declaration, by: "ada", now }, "absent");
    return;
  }
  await adopt(chaos, declaration);
}

function loadBalancerOf({ strategy }: FleetPlan): "application" | "network" | "none" {
  if (strategy === "none") return "none";
  return strategy === "nlb-weighted" ? "network" : "application";
}

const groupOf = ({ minimum, oneZone, hooks }: FleetPlan): Record<string, unknown> => ({
  MinSize: minimum,
  ...(oneZone && { VPCZoneIdentifier: "subnet-a" }),
  ...(hooks && { LifecycleHookSpecificationList: HOOKS }),
});

async function finish({ plan: { fleet }, operator, account }: ChaosWorld): Promise<void> {
  const { autoScaling } = operator;
  const AutoScalingGroupName = account.group;
  if (fleet.scalingPolicy) {
    const metric = {
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" as const },
    };
    const TargetTrackingConfiguration = { ...metric, TargetValue: 50 };
    const policy = { AutoScalingGroupName, PolicyName: "cpu", PolicyType: "TargetTrackingScaling" };
    await autoScaling.send(new PutScalingPolicyCommand({ ...policy, TargetTrackingConfiguration }));
  }
  if (fleet.schedule) {
    const night = { ScheduledActionName: "night", Recurrence: "0 2 * * *", DesiredCapacity: fleet.servers };
    await autoScaling.send(new PutScheduledUpdateGroupActionCommand({ AutoScalingGroupName, ...night }));
  }
  if (fleet.suspended.length > 0) {
    const ScalingProcesses = [...fleet.suspended];
    await autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
  }
  if (fleet.sticky) {
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    for (const { rules, targetGroups } of account.pairs)
      for (const rule of rules) {
        const TargetGroups = [{ TargetGroupArn: targetGroups[0], Weight: 1 }];
        const ForwardConfig = { TargetGroups, TargetGroupStickinessConfig };
        await operator.setActions(rule, [{ Type: "forward", ForwardConfig }]);
      }
  }
  if (fleet.firstGeneration) {
    await autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }));
  }
}

function declarationOf(fleet: FleetPlan, account: Account): FleetDeclaration {
  const { steps, pause, floor, ...declared } = fleet.declaration;
  const first = { min: fleet.minimum, desired: fleet.servers, max: fleet.servers * 2 };
  return {
    fleet: FLEET,
    template: account.template,
    image: { channel: account.channel },
    capacity: { floor, ...(fleet.firstGeneration && { initial: first }) },
    ...(fleet.firstGeneration && {
      network: { subnets: fleet.oneZone ? ["subnet-a"] : ["subnet-a", "subnet-b"] },
    }),
    ...declared,
    ...(fleet.drift && { drift: fleet.drift }),
    ...(fleet.age && { age: fleet.age }),
    ...(fleet.access && { access: fleet.access }),
    ...(fleet.health && { health: fleet.health }),
    ...approvalOf(fleet),
    traffic: trafficOf(fleet, account, { steps: [...steps], pause }),
  };
}

/** How many are replaced at once is a part of the budget. */
const recycleOf = (
  { recycle }: FleetPlan,
  { budget }: Partial<FleetDeclaration>,
): Partial<FleetDeclaration> =>
  recycle === undefined
    ? {}
    : {
        recycle: { by: "servers", wholeFleetAt: recycle.wholeFleetAt },
        budget: { ...budget, atOnce: recycle.atOnce },
      };

function approvalOf({ approval }: FleetPlan): Pick<FleetDeclaration, "approval"> {
  if (approval?.declared === undefined) return {};
  const { before, deadlineSeconds, onDeadline, isRestricted } = approval.declared;
  const deadline = `${deadlineSeconds}s`;
  return { approval: { before, deadline, onDeadline, ...(isRestricted && { approvers: [ADA_ARN] }) } };
}

function trafficOf(
  { strategy, waysIn }: FleetPlan,
  { listener, pairs, targetGroups: [first = "", second = ""] }: Account,
  pace: { steps: string[]; pause: string },
): FleetDeclaration["traffic"] {
  if (strategy === "none") return { strategy };
  if (strategy === "target-group") return { strategy, targetGroup: first };
  if (waysIn) return { strategy, pairs: pairs.map((pair) => ({ ...pair })), ...pace };
  const targetGroups: [string, string] = [first, second];
  if (strategy === "nlb-weighted") return { strategy, listener, targetGroups, ...pace };
  return { strategy, rule: listener, targetGroups, ...pace };
}

async function adopt(
  { simulator, clock, ledger, account }: ChaosWorld,
  declaration: FleetDeclaration,
): Promise<void> {
  const way = simulator.directWayFor(ADA);
  const aws = connect(adoptionClients, simulator.clientOptions(ADA), [
    errors(),
    ...(way ? [transport(way)] : []),
  ]);
  const context = {
    aws,
    clock,
    ledger,
    withReason: <T>(_reason: string, _evidence: unknown, act: () => Promise<T>) => act(),
    publish: async () => [],
    probe: async () => ({ status: null, error: "not asked" }),
    starter: { start: async () => "already-started" as const },
    executions: { status: async () => "unknown" as const },
  };
  const fleet = fleetSchema.parse(declaration);
  await adoptFleet({ fleet, declaration, group: account.group, by: "ada" }, context);
}

/** Somebody has scheduled sizes, each once, that fall due in the run. */
export async function putSchedule({
  plan,
  operator,
  account,
  clock,
  count,
  input,
}: ChaosWorld): Promise<void> {
  for (const { name, afterSeconds, servers } of plan.fleet.due ?? []) {
    const at = clock.now() + afterSeconds * 1000;
    input.scheduled.push({ at, servers });
    await operator.autoScaling.send(
      new PutScheduledUpdateGroupActionCommand({
        AutoScalingGroupName: account.group,
        ScheduledActionName: name,
        StartTime: new Date(at),
        DesiredCapacity: servers,
      }),
    );
    count(`scheduled ${name}`);
  }
}
