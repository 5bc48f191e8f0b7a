import type { Generation } from "../generation.ts";
import type { ReplacementRequest } from "../run/replacement-request.ts";

interface DatedImage {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What runs and what would run after the rollout. */
export interface Change {
  readonly live: Pick<Generation, "image" | "template">;
  readonly request: Pick<ReplacementRequest, "reason">;
  readonly to: DatedImage | undefined;
  readonly from: DatedImage | undefined;
  /** The version of the base template that green would be launched from. */
  readonly templateVersion: number;
}

/**
 * Says that every server is what it should be already, or that an image which was published is older than what runs.
 * Returns null when there is something to replace.
 */
export function nothingToDoReason({ live, request, to, from, templateVersion }: Change): string | null {
  if (to?.id === live.image && live.template.baseVersion === templateVersion) {
    return `every server runs ${live.image} from template version ${templateVersion} already; --force replaces them all the same`;
  }
  if (request.reason === "image" && to && from && to.createdAt < from.createdAt) {
    return `${to.id} is older than ${from.id}, which runs now; moult rollout start --image goes back on purpose`;
  }
  return null;
}
