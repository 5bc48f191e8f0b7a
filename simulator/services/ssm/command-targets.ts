import type { Target } from "@aws-sdk/client-ssm";
import type { World } from "../../world/world.ts";
import type { InstanceRecord } from "../ec2/state.ts";
import { ServiceFault } from "../operation.ts";
import { isManaged, isRegistered } from "./managed-instances.ts";
import { invalid, refuseMoreThan } from "./validation.ts";

/** aws-facts 1.5: at most 50 ids, or 5 criteria. */
const MOST_IDS = 50;
const MOST_CRITERIA = 5;

/**
 * Ids of the instances that a command goes to, in a fixed order. Throws `InvalidInstanceId` for one that is named and is
 * no registered node (aws-facts 9.4), `DuplicateInstanceId`.
 */
export function targetsOf(
  world: World,
  ids: readonly string[] | undefined,
  criteria: readonly Target[] | undefined,
): string[] {
  if ((ids?.length ?? 0) > 0 === (criteria?.length ?? 0) > 0) {
    throw invalid("either 'instanceIds' or 'targets' must be given, and not both");
  }
  return ids && ids.length > 0 ? explicitTargets(world, ids) : matchingTargets(world, criteria ?? []);
}

function explicitTargets(world: World, ids: readonly string[]): string[] {
  refuseMoreThan(MOST_IDS, ids, "instanceIds");
  if (new Set(ids).size < ids.length) {
    throw new ServiceFault(
      "DuplicateInstanceId",
      "You cannot specify an instance ID in more than one association.",
    );
  }
  const unknown = ids.filter((id) => {
    const instance = world.state.instances.get(id);
    return instance === undefined || !isRegistered(instance, world.now());
  });
  if (unknown.length > 0) {
    throw new ServiceFault(
      "InvalidInstanceId",
      `Instances [[${unknown.join(", ")}]] not in a valid state for account ${world.account}`,
    );
  }
  return [...ids];
}

// An instance must meet all criteria, each by any of its values. Tags find managed instances only.
function matchingTargets(world: World, criteria: readonly Target[]): string[] {
  refuseMoreThan(MOST_CRITERIA, criteria, "targets");
  const tests = criteria.map((each) => criterion(world, each));
  return [...world.state.instances.values()]
    .filter((instance) => isThere(instance) && tests.every((test) => test(instance)))
    .map(({ id }) => id);
}

function criterion(
  world: World,
  { Key: key = "", Values: values = [] }: Target,
): (instance: InstanceRecord) => boolean {
  refuseMoreThan(MOST_IDS, values, "targets.values");
  const wanted = new Set(values);
  if (key === "InstanceIds") return ({ id }) => wanted.has(id);
  const managed = (instance: InstanceRecord): boolean => isManaged(instance, world.now());
  if (key === "tag-key")
    return (instance) => managed(instance) && instance.tags.some((tag) => wanted.has(tag.key));
  if (key.startsWith("tag:")) {
    const name = key.slice("tag:".length);
    const fits = (tag: { key: string; value: string }): boolean => tag.key === name && wanted.has(tag.value);
    return (instance) => managed(instance) && instance.tags.some(fits);
  }
  throw new ServiceFault("InvalidTarget", `The target key '${key}' is not valid.`);
}

const isThere = (instance: InstanceRecord | undefined): boolean =>
  instance !== undefined && instance.state !== "shutting-down" && instance.state !== "terminated";
