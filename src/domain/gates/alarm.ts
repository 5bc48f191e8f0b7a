import * as z from "zod";
import type { GateKind } from "../gate.ts";

export const alarmSettings = z
  .strictObject({
    kind: z.literal("alarm"),
    alarms: z.array(z.string().min(1).max(255)).min(1).max(100),
  })
  .meta({
    description:
      "No CloudWatch alarm of these is in ALARM, missing or without data. Watched from the first traffic step until the old generation is released.",
    examples: [{ kind: "alarm", alarms: ["web-5xx"] }],
  });
type AlarmGate = z.infer<typeof alarmSettings>;

/** No named CloudWatch alarm is in ALARM. One that is missing or has no data answers `unknown`: it never passes. */
export const alarm: GateKind<AlarmGate, "alarms"> = {
  kind: "alarm",
  settings: alarmSettings,
  needs: "alarms",
  watched: true,
  judge: (asked, { alarms }, { gate, now, since }) => {
    const states = new Map(alarms.map((found) => [found.name, found]));
    const ok = asked.alarms.filter((name) => states.get(name)?.state === "OK").length;
    const measured = {
      gate,
      value: `${ok} of ${asked.alarms.length} OK`,
      threshold: `${asked.alarms.length} of ${asked.alarms.length}`,
    };
    const ringing = asked.alarms.find((name) => states.get(name)?.state === "ALARM");
    if (ringing !== undefined) {
      const why = states.get(ringing)?.reason ?? "";
      return { ...measured, verdict: "fail", since: null, reason: `alarm ${ringing} is in ALARM: ${why}` };
    }
    const silent = asked.alarms.find((name) => states.get(name)?.state !== "OK");
    if (silent !== undefined) {
      const state = states.get(silent)?.state ?? "not found in CloudWatch";
      return { ...measured, verdict: "unknown", since: null, reason: `alarm ${silent} is ${state}` };
    }
    return { ...measured, verdict: "pass", since: since ?? now, reason: "every alarm is OK" };
  },
};
