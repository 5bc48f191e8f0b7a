import type { LaunchTemplateSpecification, MixedInstancesPolicy } from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import { imageToLaunch } from "../../ec2/instances/launch-checks.ts";
import { dataVolumesToLaunch } from "../../ec2/instances/settings/data-volumes.ts";
import type { LaunchTemplateData } from "../../ec2/state.ts";
import { templateOf, versionOf } from "../../ec2/templates/launch-template-lookup.ts";
import { ServiceFault } from "../../operation.ts";
import type { GroupRecord, LaunchTemplateReference } from "../state.ts";

/** One way to launch a server of a group: a resolved template version, and the overrides laid over it. */
export interface LaunchChoice {
  readonly template: { readonly id: string; readonly name: string; readonly version: number };
  readonly data: LaunchTemplateData;
  readonly weight: number;
}

/** What a group is launched from. Null parts are not given. */
interface LaunchSource {
  readonly launchTemplate: LaunchTemplateReference | null;
  readonly mixedInstancesPolicy: MixedInstancesPolicy | null;
}

export const sourceOf = (group: GroupRecord): LaunchSource => ({
  launchTemplate: group.launchTemplate,
  mixedInstancesPolicy: group.mixedInstancesPolicy as MixedInstancesPolicy | null,
});

/**
 * The ways to launch, first choice first: the template itself, or one per override in the order given, which is the
 * order of the allocation strategy `prioritized`. `$Latest` and `$Default` are resolved here, so at each launch
 * (aws-facts 1.1). Throws EC2's fault when the template or the version is gone.
 */
export function launchChoices(state: WorldState, source: LaunchSource): LaunchChoice[] {
  const { launchTemplate, mixedInstancesPolicy } = source;
  if (launchTemplate) return [resolve(state, specification(launchTemplate), {})];
  const { LaunchTemplateSpecification: base, Overrides = [] } = mixedInstancesPolicy?.LaunchTemplate ?? {};
  if (!base) throw new ServiceFault("ValidationError", "The group has no launch template.");
  if (Overrides.length === 0) return [resolve(state, base, {})];
  return Overrides.map(({ LaunchTemplateSpecification: own, InstanceType, ImageId, WeightedCapacity }) => {
    const choice = resolve(state, own ?? base, {
      ...(InstanceType !== undefined && { InstanceType }),
      ...(ImageId !== undefined && { ImageId }),
    });
    return { ...choice, weight: Number(WeightedCapacity ?? 1) };
  });
}

/** The ways to launch a group's servers now; none when its template or the version is gone. */
export function choicesOf(state: WorldState, group: GroupRecord): LaunchChoice[] {
  try {
    return launchChoices(state, sourceOf(group));
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return [];
  }
}

/** Finds the template a caller names; `$Default` when no version is named. */
export function reference(state: WorldState, given: LaunchTemplateSpecification): LaunchTemplateReference {
  const { id, name } = templateOf(state, given);
  return { id, name, version: given.Version ?? "$Default" };
}

/**
 * Refuses a source that cannot be launched from: AWS checks the template with a dry run when a group is made or changed
 * (aws-facts 6). Attribute-based choice of instance types is refused, since the simulator knows no attributes.
 */
export function checkSource(state: WorldState, source: LaunchSource): void {
  const overrides = source.mixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
  if (overrides.some(({ InstanceRequirements }) => InstanceRequirements !== undefined)) {
    throw new ServiceFault(
      "ValidationError",
      "InstanceRequirements: the simulator chooses no instance types.",
    );
  }
  try {
    for (const { data } of launchChoices(state, source))
      dataVolumesToLaunch(data, imageToLaunch(state, data));
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    throw new ServiceFault(
      "ValidationError",
      `You must use a valid fully-formed launch template. ${error.message}`,
    );
  }
}

const specification = ({ id, version }: LaunchTemplateReference): LaunchTemplateSpecification => ({
  LaunchTemplateId: id,
  Version: version,
});

function resolve(
  state: WorldState,
  spec: LaunchTemplateSpecification,
  overrides: LaunchTemplateData,
): LaunchChoice {
  const template = templateOf(state, spec);
  const version = versionOf(template, spec.Version ?? "$Default");
  return {
    template: { id: template.id, name: template.name, version: version.number },
    data: { ...version.data, ...overrides },
    weight: 1,
  };
}
