import { createHash } from "node:crypto";
import type { ReplacementRequest } from "../../domain/run/rollout.ts";

/**
 * The name of the execution that carries a request out: the same request always has the same name, so that starting
 * it twice starts it once (aws-facts 5: at most 80 of [0-9A-Za-z_-]).
 */
export function executionName(fleet: string, request: ReplacementRequest): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([fleet, request]))
    .digest("hex")
    .slice(0, 12);
  return `${fleet}-${(request.image ?? "declared").slice(0, 30)}-${hash}`;
}
