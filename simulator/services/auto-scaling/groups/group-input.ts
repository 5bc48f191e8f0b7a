import type {
  CreateAutoScalingGroupCommandInput,
  UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import type { GroupRecord } from "../state.ts";
import { POLICIES } from "../scale-in/ranks.ts";
import { invalid } from "./find.ts";
import { checkSource, reference } from "./template.ts";

/** Parameters that are kept as they are given. docs/simulator.md lists those that are only kept and given back. */
const VERBATIM = [
  "PlacementGroup",
  "TerminationPolicies",
  "ServiceLinkedRoleARN",
  "MaxInstanceLifetime",
  "CapacityRebalance",
  "Context",
  "DesiredCapacityType",
  "InstanceMaintenancePolicy",
  "AvailabilityZoneDistribution",
  "AvailabilityZoneImpairmentPolicy",
  "CapacityReservationSpecification",
  "InstanceLifecyclePolicy",
  "DeletionProtection",
] as const;

/** Parameters that creating and updating share. */
export const SHARED = [
  ...VERBATIM,
  "AutoScalingGroupName",
  "LaunchTemplate",
  "MixedInstancesPolicy",
  "MinSize",
  "MaxSize",
  "DesiredCapacity",
  "DefaultCooldown",
  "AvailabilityZones",
  "VPCZoneIdentifier",
  "HealthCheckType",
  "HealthCheckGracePeriod",
  "NewInstancesProtectedFromScaleIn",
  "DefaultInstanceWarmup",
  "SkipZonalShiftValidation",
] as const;

type Input = CreateAutoScalingGroupCommandInput | UpdateAutoScalingGroupCommandInput;

/** The verbatim part of a group after a call: given parameters replace what was there. */
export function verbatimOf(input: Input, before: GroupRecord["verbatim"]): Record<string, unknown> {
  checkMaintenance(input);
  checkPolicies(input.TerminationPolicies);
  checkDistribution(input);
  const lifetime = input.MaxInstanceLifetime ?? 0;
  if (lifetime !== 0 && lifetime < 86_400) {
    throw invalid("MaxInstanceLifetime must be 0 or at least 86400 seconds.");
  }
  const given = VERBATIM.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]);
  const after: Record<string, unknown> = { ...before, ...Object.fromEntries(given) };
  if (input.InstanceMaintenancePolicy?.MinHealthyPercentage === -1) delete after["InstanceMaintenancePolicy"];
  return after;
}

// aws-facts 1.2: 0-100 and 100-200, at most 100 apart; -1 for both clears the policy.
function checkMaintenance({ InstanceMaintenancePolicy: policy }: Input): void {
  if (!policy) return;
  const { MinHealthyPercentage: low = Number.NaN, MaxHealthyPercentage: high = Number.NaN } = policy;
  if (low === -1 && high === -1) return;
  const inRange = low >= 0 && low <= 100 && high >= 100 && high <= 200 && high - low <= 100;
  if (!inRange) throw invalid("InstanceMaintenancePolicy is not valid.");
}

function checkDistribution({ AvailabilityZoneDistribution: given }: Input): void {
  const strategy = given?.CapacityDistributionStrategy ?? "balanced-best-effort";
  if (strategy === "balanced-only" || strategy === "balanced-best-effort") return;
  throw invalid(`CapacityDistributionStrategy: the simulator does not have ${strategy}.`);
}

function checkPolicies(given: readonly string[] | undefined): void {
  const unknown = given?.find((name) => !POLICIES.includes(name));
  if (unknown === undefined) return;
  if (unknown.startsWith("arn:")) {
    throw invalid(`The simulator has no functions: the termination policy ${unknown} is not simulated.`);
  }
  throw invalid(`The termination policy ${unknown} is none of ${POLICIES.join(", ")}.`);
}

const HEALTH_CHECKS = new Set(["EC2", "EBS", "ELB", "VPC_LATTICE"]);

/** aws-facts 1.2: a comma list of EC2, EBS, ELB and VPC_LATTICE. */
export function checkHealthCheckType(type: string): string {
  const unknown = type.split(",").find((each) => !HEALTH_CHECKS.has(each.trim()));
  if (unknown !== undefined) throw invalid(`Invalid HealthCheckType '${unknown}'.`);
  return type;
}

type Network = Pick<GroupRecord, "subnetIds" | "zones">;

/** The subnets and zones that a caller names; undefined when the call names neither. */
export function networkOf(state: WorldState, input: Input): Network | undefined {
  const given = (input.VPCZoneIdentifier ?? "").split(",").flatMap((id) => id.trim() || []);
  const asked = input.AvailabilityZones ?? [];
  if (given.length > 0) {
    const zones = given.map((id) => zoneOf(state, id));
    const stray = asked.find((zone) => !zones.includes(zone));
    if (stray !== undefined) {
      throw invalid(
        "The availability zones of the specified subnets and the Auto Scaling group do not match",
      );
    }
    return { subnetIds: given, zones: [...new Set(zones)] };
  }
  if (asked.length === 0) return undefined;
  return { subnetIds: asked.map((zone) => subnetIn(state, zone)), zones: [...asked] };
}

type Source = Pick<GroupRecord, "launchTemplate" | "mixedInstancesPolicy">;

/** What a caller has the group launched from, checked; undefined when the call says nothing of it. */
export function sourceGiven(state: WorldState, input: Input): Source | undefined {
  const { LaunchTemplate: template, MixedInstancesPolicy: policy } = input;
  if (template && policy) throw invalid("Only one of LaunchTemplate and MixedInstancesPolicy may be given.");
  if (policy) {
    checkSource(state, { launchTemplate: null, mixedInstancesPolicy: policy });
    return { launchTemplate: null, mixedInstancesPolicy: { ...policy } };
  }
  if (!template) return undefined;
  const launchTemplate = known(() => reference(state, template));
  checkSource(state, { launchTemplate, mixedInstancesPolicy: null });
  return { launchTemplate, mixedInstancesPolicy: null };
}

function known<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw invalid(`You must use a valid fully-formed launch template. ${(error as Error).message}`);
  }
}

function zoneOf(state: WorldState, subnetId: string): string {
  const subnet = state.subnets.get(subnetId);
  if (!subnet) throw invalid(`The subnet ID '${subnetId}' does not exist`);
  return subnet.zone;
}

// Zones without subnets mean the default VPC's subnet of each zone.
function subnetIn(state: WorldState, zone: string): string {
  for (const subnet of state.subnets.values()) if (subnet.zone === zone) return subnet.id;
  throw invalid(`Invalid availability zones: [${zone}]`);
}
