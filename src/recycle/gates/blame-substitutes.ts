import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { instanceStatuses } from "../../aws/ec2/ec2.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import { batchOf, type RecycleWork } from "../recycle-step.ts";

/** What substitutes alone are not good with: the same is not tried again until a person says so. */
const FAILED = "SubstitutesFailed";
/** Others of the group are no better off, or a gate said nothing: it is tried again after a while (src/domain/decide/aftermath.ts). */
const BOTH_ILL = "BothIll";
const UNREAD = "GateUnread";

/**
 * Servers that substitutes are compared with: who serves and is neither to go nor one of them; where there is no other, as in a fleet of
 * one, who is to go.
 */
function othersOf({ instances }: Group, work: Pick<RecycleWork<never>, "run">): readonly string[] {
  const { servers, substitutes } = batchOf(work);
  const serving = instances.filter(({ lifecycleState }) => lifecycleState === "InService");
  const old = serving.map(({ id }) => id).filter((id) => substitutes.every((each) => each.id !== id));
  const others = old.filter((id) => servers.every((each) => each.id !== id));
  return others.length > 0 ? others : old;
}

/** By what name a gate that substitutes have not passed ends the recycle: the image is the one that the others run. */
export async function gateBlame(
  { verdict, gate, ending }: Pick<GateVerdict, "verdict" | "ending"> & { readonly gate: string },
  group: Group,
  work: RecycleWork<"ec2">,
): Promise<string> {
  if (verdict === "unknown" || ending?.imageAtFault === false) return ending?.error ?? UNREAD;
  // A command and a request are compared only with what old servers answered when the run began: here they are not asked.
  if (!gate.startsWith("instance-status")) return FAILED;
  const others = othersOf(group, work);
  const statuses = await instanceStatuses(work.context.aws.ec2, [...others]);
  const well = statuses.filter(({ state, status }) => state === "running" && status === "ok").length;
  return well < others.length ? BOTH_ILL : FAILED;
}

/** The same of those that the load balancer does not call healthy. */
export const healthBlame = (
  healthy: ReadonlySet<string>,
  group: Group,
  work: Pick<RecycleWork<never>, "run">,
): string => (othersOf(group, work).every((id) => healthy.has(id)) ? FAILED : BOTH_ILL);
