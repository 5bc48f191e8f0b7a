import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { readTemplateVersion } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { repinned, unpinnedKinds } from "../../domain/drift/drift-kinds.ts";
import { launchFacts } from "../../domain/drift/launch-facts.ts";
import type { Generation } from "../../domain/generation.ts";
import type { ScanContext } from "./context.ts";

/** Whether something of what is expected of the generation's servers is not pinned, or was by another version of its detector. */
export const isUnpinned = ({ expectations }: Generation): boolean =>
  expectations === null || unpinnedKinds(expectations).length > 0;

/**
 * The generation with what is expected of its servers, by its template version as at its launch; what is pinned stays as it
 * is. The same object where the version is gone: there is nothing left to compare with.
 */
export async function pinExpectations(
  generation: Generation,
  group: Group,
  { aws }: Pick<ScanContext, "aws">,
): Promise<Generation> {
  const { template, image, expectations } = generation;
  const read = await undefinedIfNotFound(readTemplateVersion(aws.ec2, template.id, template.version));
  if (read === undefined) return generation;
  const launch = launchFacts({ templateVersion: template.version, image, data: read.raw, group: group.raw });
  return { ...generation, expectations: repinned(expectations ?? {}, launch) };
}
