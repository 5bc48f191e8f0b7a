import { scalingPolicies } from "../../aws/auto-scaling/auto-scaling.ts";
import { applyFollowUps } from "../../aws/auto-scaling/copy.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { policiesOnceAttached } from "../../domain/group/group-blueprint.ts";
import { greenOf, type Work } from "../work.ts";

/**
 * Puts blue's policies by requests per target on green, which joins blue's target group: AWS refuses them until green is
 * read as attached there. Each replaces what is there, so doing it again does no harm.
 */
export async function putAttachedPolicies(work: Work<"autoScaling">): Promise<void> {
  if (work.strategy.source.kind !== "attachments" || work.blue === null) return;
  const { autoScaling } = work.context.aws;
  const policies = (await undefinedIfNotFound(scalingPolicies(autoScaling, work.blue.group))) ?? [];
  const { group: name } = greenOf(work);
  const late = policiesOnceAttached(policies, { name });
  if (late.length === 0) return;
  await work.context.withReason(`${name} is in the target group: let it scale by its requests`, null, () =>
    applyFollowUps(autoScaling, late),
  );
}
