import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { steerRecycle } from "../../../src/domain/steering/steer-recycle.ts";
import type { SteeringAct } from "../../../src/domain/steering/steer.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";

/** What steering servers that are replaced in place comes to: said by the code that steers it. */
export function recycleEffects(
  act: SteeringAct,
  run: RecycleRecord,
  { now, seconds }: { readonly now: number; readonly seconds: number },
): Effects {
  const { fleet, id, batch, replaced } = run;
  const steered = steerRecycle({ act, fleet, by: "you", reason: "your reason", seconds }, run, now);
  if ("noop" in steered) return blockedBy(steered.noop);
  if (act === "abort" || act === "rollback") {
    const back = (batch?.servers ?? []).filter(({ state }) => state === "leaving" || state === "isolated");
    return doing([steered.said], {
      not: [
        back.length === 0
          ? "No server is out of traffic: users see nothing of it."
          : `${back.map(({ id: server }) => server).join(", ")} come back into traffic before their substitutes go.`,
        ...(replaced.length === 0
          ? []
          : [`What was replaced stays replaced: ${replaced.length} of its servers.`]),
      ],
    });
  }
  if (act === "pause")
    // Not what the act says of itself: that names the instant of its end, and each second would be another revision.
    return doing(
      [
        `Recycle ${id} begins nothing for as long as you say, and then goes on by itself.`,
        "Its substitutes are watched meanwhile; an old server whose substitute falls ill goes back into traffic.",
      ],
      { not: ["No server is ended while it is paused."] },
    );
  return doing([steered.said]);
}
