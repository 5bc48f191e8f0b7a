import { deleteTemplateVersion, readTemplateVersion } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Generation } from "../../domain/generation.ts";
import { AccessDenied } from "../../errors/errors.ts";
import type { RemovalWork } from "../retirement/removals.ts";

/**
 * Deletes a template version; one that is gone already is fine. Where somebody deleted the template the call may be
 * denied: only what carries moult's tag may be changed, and what is gone carries none.
 */
export async function dropTemplateVersion(
  { id, version }: Pick<Generation["template"], "id" | "version">,
  work: Pick<RemovalWork<"ec2">, "context">,
): Promise<void> {
  const { ec2 } = work.context.aws;
  try {
    await deleteTemplateVersion(ec2, id, version);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    if ((await undefinedIfNotFound(readTemplateVersion(ec2, id, version))) !== undefined) throw error;
  }
}
