import * as z from "zod";
import { duration, formatDuration } from "../duration.ts";
import type { GateKind } from "../gate.ts";
import { percent, percentOf } from "../percent.ts";

export const targetHealthSettings = z
  .strictObject({
    kind: z.literal("target-health").describe("The load balancer calls enough of green's servers healthy."),
    healthy: percent(1).default(100).describe("Which share of them. Default 100%."),
    for: duration(0, 3600).default(0).describe("Without a break for this long. Default 0s."),
  })
  .meta({
    description:
      "The load balancer calls this share of green's servers healthy (default 100%), without a break for this long (default 0s). Watched again from the first traffic step until the old generation is released.",
    examples: [{ kind: "target-health", healthy: "100%", for: "30s" }],
  });
type TargetHealthGate = z.infer<typeof targetHealthSettings>;

/** The load balancer finds enough of green's servers healthy, for long enough. */
export const targetHealth: GateKind<TargetHealthGate, "targetHealth"> = {
  kind: "target-health",
  settings: targetHealthSettings,
  needs: "targetHealth",
  watched: true,
  comparison: "always",
  reach: "every-fleet",
  judge: (asked, observed, { gate, servers, now, since }) => {
    const wanted = percentOf(asked.healthy, servers);
    const healthy = observed?.targets.filter(({ state }) => state === "healthy").length ?? 0;
    const measured = {
      gate,
      value: `${healthy} of ${servers} healthy`,
      threshold: `${wanted} of ${servers}`,
    };
    if (observed === null) {
      return { ...measured, verdict: "unknown", since: null, reason: "the fleet has no target group to ask" };
    }
    if (healthy < wanted) {
      const reasons = new Set(observed.targets.flatMap(({ reason }) => (reason === null ? [] : [reason])));
      const why = reasons.size > 0 ? ` (${[...reasons].sort().join(", ")})` : "";
      return {
        ...measured,
        verdict: "wait",
        since: null,
        reason: `${wanted - healthy} more targets must be healthy${why}`,
      };
    }
    const from = since ?? now;
    const left = asked.for - (now - from) / 1000;
    if (left > 0) {
      return {
        ...measured,
        verdict: "wait",
        since: from,
        reason: `healthy; must stay so for ${formatDuration(left)} more`,
      };
    }
    return { ...measured, verdict: "pass", since: from, reason: "enough targets are healthy" };
  },
};
