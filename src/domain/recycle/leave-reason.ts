import { keepReason, readKeep } from "./keep-tag.ts";

/** A server as its group and EC2 show it. */
interface Seen {
  /** Undefined: it is no member of the group (any more). */
  readonly member: { readonly lifecycleState: string; readonly protectedFromScaleIn: boolean } | undefined;
  /** What its tag `moult:keep` says; undefined: it has none. */
  readonly keep: string | undefined;
}

/** What nobody has said the end of is looked at again so much later. */
const AGAIN_MS = 3_600_000;

/** Why a server that is due is left alone, and until when; null: it may be replaced. */
export function leaveReason(
  { member, keep }: Seen,
  now: number,
): { readonly reason: string; readonly until: number } | null {
  const until = now + AGAIN_MS;
  if (member === undefined) return { reason: "has left its group, and nothing is to be done", until };
  const { lifecycleState, protectedFromScaleIn } = member;
  if (lifecycleState === "Terminating:Retained") return { reason: "is retained by its group", until };
  if (lifecycleState !== "InService")
    return { reason: `is ${lifecycleState} in its group, and serves nobody`, until };
  if (protectedFromScaleIn) return { reason: "is protected from scale-in", until };
  const kept = readKeep(keep, now);
  const reason = keepReason(kept);
  if (reason === null) return null;
  return { reason, until: kept.is === "kept" ? Math.min(kept.until, until) : until };
}
