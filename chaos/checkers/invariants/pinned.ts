import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { sidesOf } from "../sides.ts";

interface Specification {
  readonly Version?: string;
  readonly LaunchTemplateId?: string;
}

/** Groups launch from a template version by its number, of the generation's image and otherwise what it was made from. */
export const pinned = (): Invariant => ({
  name: "pinned",
  change: (change, input) => {
    const { action } = change.call;
    if (action === "CreateLaunchTemplateVersion") return versionFault(change, input);
    if (action === "CreateAutoScalingGroup" || action === "UpdateAutoScalingGroup")
      return groupFault(change, input);
    return undefined;
  },
});

function versionFault({ call, rollout }: Change, _input: CheckerInput): string | undefined {
  const { SourceVersion, LaunchTemplateData } = call.input as {
    readonly SourceVersion?: string;
    readonly LaunchTemplateData?: Readonly<Record<string, unknown>>;
  };
  if (!/^\d+$/.test(SourceVersion ?? "")) return `it is made from version ${SourceVersion}`;
  const changed = Object.keys(LaunchTemplateData ?? {});
  if (changed.join() !== "ImageId") return `it changes ${changed.join(", ")}`;
  if (rollout && LaunchTemplateData?.["ImageId"] !== rollout.imageTo)
    return `it names ${String(LaunchTemplateData?.["ImageId"])}, the rollout is to ${rollout.imageTo}`;
  return undefined;
}

function groupFault({ call, rollout }: Change, input: CheckerInput): string | undefined {
  const found = specifications(call.input);
  if (call.action === "CreateAutoScalingGroup" && found.length === 0) return "it names no template version";
  const { green } = sidesOf(input, rollout);
  for (const { Version, LaunchTemplateId } of found) {
    if (!/^\d+$/.test(Version ?? "")) return `it launches from version ${Version}`;
    if (Version !== String(green?.template.version)) return `version ${Version} is not the generation's`;
    const version = input.world.state.launchTemplates
      .get(LaunchTemplateId ?? "")
      ?.versions.get(Number(Version));
    if (version && version.data.ImageId !== green?.image)
      return `version ${Version} launches ${version.data.ImageId}, the generation is of ${green?.image}`;
  }
  return undefined;
}

/** Every template specification of a group, alone or in a mixed instances policy. */
function specifications(input: Readonly<Record<string, unknown>>): Specification[] {
  const { LaunchTemplate, MixedInstancesPolicy } = input as {
    readonly LaunchTemplate?: Specification;
    readonly MixedInstancesPolicy?: {
      readonly LaunchTemplate?: {
        readonly LaunchTemplateSpecification?: Specification;
        readonly Overrides?: readonly { readonly LaunchTemplateSpecification?: Specification }[];
      };
    };
  };
  const mixed = MixedInstancesPolicy?.LaunchTemplate;
  return [
    LaunchTemplate,
    mixed?.LaunchTemplateSpecification,
    ...(mixed?.Overrides ?? []).map((each) => each.LaunchTemplateSpecification),
  ].filter((each) => each !== undefined);
}
