import * as z from "zod";
import type { GateKind } from "../gate.ts";

export const instanceStatusSettings = z
  .strictObject({
    kind: z.literal("instance-status").describe("Every server passes both of EC2's status checks."),
  })
  .meta({
    description: "EC2's own two status checks of every server.",
    examples: [{ kind: "instance-status" }],
  });
type InstanceStatusGate = z.infer<typeof instanceStatusSettings>;

/** Every server passes both of EC2's status checks (system and instance). */
export const instanceStatus: GateKind<InstanceStatusGate, "instanceStatus"> = {
  kind: "instance-status",
  settings: instanceStatusSettings,
  needs: "instanceStatus",
  watched: false,
  comparison: "always",
  reach: "every-fleet",
  judge: (_settings, { servers }, { gate, servers: wanted, now, since }) => {
    const ok = servers.filter(({ state, status }) => state === "running" && status === "ok").length;
    const impaired = servers.filter(({ status }) => status === "impaired");
    const measured = { gate, value: `${ok} of ${wanted} ok`, threshold: `${wanted} of ${wanted}` };
    if (impaired.length > 0) {
      const names = impaired.slice(0, 3).map(({ id }) => id);
      return {
        ...measured,
        verdict: "fail",
        since: null,
        reason: `status check impaired on ${names.join(", ")}`,
      };
    }
    if (ok < wanted) {
      return {
        ...measured,
        verdict: "wait",
        since: null,
        reason: `${wanted - ok} servers have not passed their status checks`,
      };
    }
    return {
      ...measured,
      verdict: "pass",
      since: since ?? now,
      reason: "every server passed both status checks",
    };
  },
};
