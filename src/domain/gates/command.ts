import * as z from "zod";
import { duration, formatDuration } from "../duration.ts";
import type { GateKind } from "../gate.ts";

export const commandSettings = z
  .strictObject({
    kind: z.literal("command"),
    document: z.string().min(1).default("AWS-RunShellScript"),
    commands: z.array(z.string().min(1)).min(1),
    timeout: duration(30, 7200).default(300),
  })
  .meta({
    description:
      "A command that SSM Run Command runs on every server ends with exit code 0. `document` and `timeout` are defaults.",
    examples: [
      { kind: "command", document: "AWS-RunShellScript", commands: ["/opt/selftest"], timeout: "5m" },
    ],
  });
type CommandGate = z.infer<typeof commandSettings>;

/** A command run on every server by SSM Run Command ends with exit code 0 on each of them. */
export const command: GateKind<CommandGate, "command"> = {
  kind: "command",
  settings: commandSettings,
  needs: "command",
  watched: false,
  judge: (asked, observed, { gate, servers, now, since }) => {
    const passed = observed.completed - observed.failed;
    const measured = {
      gate,
      value: `${passed} of ${servers} succeeded`,
      threshold: `${servers} of ${servers}`,
    };
    if (observed.failed > 0) {
      const said = observed.failures.map(({ id, detail }) => `${id}: ${detail}`).join("; ");
      return {
        ...measured,
        verdict: "fail",
        since: null,
        reason: `failed on ${observed.failed} servers (${said})`,
      };
    }
    if (passed >= servers) {
      return { ...measured, verdict: "pass", since: since ?? now, reason: "succeeded on every server" };
    }
    if (now - observed.sentAt > asked.timeout * 1000) {
      const reason = `not done on ${servers - passed} servers after ${formatDuration(asked.timeout)}`;
      return { ...measured, verdict: "fail", since: null, reason };
    }
    return {
      ...measured,
      verdict: "wait",
      since: null,
      reason: `still running on ${servers - passed} servers`,
    };
  },
};
