import * as z from "zod";
import { duration, formatDuration } from "../duration.ts";
import type { GateKind } from "../gate.ts";

export const commandSettings = z
  .strictObject({
    kind: z.literal("command").describe("A command on every server ends with exit code 0."),
    document: z
      .string()
      .min(1)
      .default("AWS-RunShellScript")
      .describe("The SSM document that runs the commands. Default AWS-RunShellScript."),
    commands: z.array(z.string().min(1)).min(1).describe("The commands, one line each."),
    timeout: duration(30, 7200).default(300).describe("How long they may take on a server. Default 5m."),
    compare: z
      .boolean()
      .optional()
      .describe(
        "Whether blue's servers are asked the same: what they fail, too, is nobody's fault. Default false.",
      ),
  })
  .meta({
    description:
      "A command that SSM Run Command runs on every server ends with exit code 0. `document` and `timeout` are defaults. With `compare: true` the old servers are asked the same when the rollout begins, and again when the new ones fail: if they pass first and fail then, too, nobody is blamed.",
    examples: [
      { kind: "command", document: "AWS-RunShellScript", commands: ["/opt/selftest"], timeout: "5m" },
    ],
  });
/**
 * So much longer it has to have run before it counts as not done: a read is up to 15 s behind, and the clocks of who sent it and
 * of who looks are five seconds off each. Systems Manager itself ends a script in time, and says so before that.
 */
const UNSEEN_MS = 25_000;

/** Where the rollout's time ends first: who was not asked, or has the rest of the gate's own time yet, has not failed. */
const UNDECIDED = { imageAtFault: false, error: "GateUnread" } as const;

type CommandGate = z.infer<typeof commandSettings>;

/** A command run on every server by SSM Run Command ends with exit code 0 on each of them. */
export const command: GateKind<CommandGate, "command"> = {
  kind: "command",
  settings: commandSettings,
  needs: "command",
  watched: false,
  comparison: "declared",
  reach: "fleet",
  judge: (asked, observed, { gate, servers, now, observedFrom, since }) => {
    const { targeted, completed, failed, unreached, sentAt } = observed;
    const passed = completed - failed;
    const measured = {
      gate,
      value: `${passed} of ${servers} succeeded`,
      threshold: `${servers} of ${servers}`,
      since: null,
    };
    const isOver = (from: number): boolean => observedFrom - from > asked.timeout * 1000;
    const inTime = formatDuration(asked.timeout);
    if (failed > unreached) {
      const said = observed.failures.map(({ id, detail }) => `${id}: ${detail}`).join("; ");
      return { ...measured, verdict: "fail", reason: `failed on ${failed - unreached} servers (${said})` };
    }
    if (sentAt !== null && passed >= servers)
      return { ...measured, verdict: "pass", since: since ?? now, reason: "succeeded on every server" };
    const running = targeted - completed;
    if (sentAt !== null && running > 0) {
      return isOver(sentAt + UNSEEN_MS)
        ? { ...measured, verdict: "fail", reason: `not done on ${running} servers after ${inTime}` }
        : { ...measured, verdict: "wait", reason: `still running on ${running} servers`, ending: UNDECIDED };
    }
    const missing = servers - (sentAt === null ? (observed.online ?? 0) : passed);
    // Who was never asked has not failed: that says nothing of the image.
    return isOver(observed.askedSince)
      ? { ...measured, verdict: "unknown", reason: `${missing} servers were not reached within ${inTime}` }
      : {
          ...measured,
          verdict: "wait",
          reason: `Systems Manager does not reach ${missing} servers yet`,
          ending: UNDECIDED,
        };
  },
};
