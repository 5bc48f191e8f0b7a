import * as z from "zod";
import { evaluationSeconds } from "../blame/evaluation-seconds.ts";
import { formatInstant } from "../format-instant.ts";
import type { AlarmReading, Ending, GateContext, GateKind, GateVerdict, GreenTraffic } from "../gate.ts";

export const alarmSettings = z
  .strictObject({
    kind: z.literal("alarm").describe("No CloudWatch alarm of these rings."),
    alarms: z.array(z.string().min(1).max(255)).min(1).max(100).describe("Names of the alarms."),
  })
  .meta({
    description:
      "No CloudWatch alarm of these is in ALARM, missing or without data. Watched from the first traffic step until the old generation is released. One that rang before the new servers had traffic counts once they have all of it.",
    examples: [{ kind: "alarm", alarms: ["web-5xx"] }],
  });
type AlarmGate = z.infer<typeof alarmSettings>;

/** CloudWatch's clock and ours: nothing that green does rings an alarm so soon. */
const SKEW_MS = 10_000;

/**
 * No named CloudWatch alarm is in ALARM for anything that green may have done. One that rang before green had traffic is not
 * judged while blue has a share, and counts when all that it evaluates is green's. One that is missing or has no data is `unknown`.
 */
export const alarm: GateKind<AlarmGate, "alarms"> = {
  kind: "alarm",
  settings: alarmSettings,
  needs: "alarms",
  watched: true,
  comparison: "never",
  reach: "fleet",
  judge: (asked, { alarms }, context) => {
    const { gate, now, since, traffic } = context;
    const states = new Map(alarms.map((found) => [found.name, found]));
    const named = asked.alarms.map((name) => states.get(name) ?? missing(name));
    const measured = {
      gate,
      value: `${named.filter(isOk).length} of ${named.length} OK`,
      threshold: `${named.length} of ${named.length}`,
      since: null,
    };
    const ringing = named.filter(({ state }) => state === "ALARM");
    const rang = ringing.filter((each) => isOfGreensTime(each, traffic));
    const [first] = rang;
    if (first !== undefined) {
      const reason = `alarm ${first.name} is in ALARM: ${first.reason}`;
      return { ...measured, verdict: "fail", reason, ending: endingOf(rang, traffic) };
    }
    const silent = named.find((each) => !isOk(each) && !(ringing.includes(each) && each.since !== null));
    if (silent !== undefined)
      return { ...measured, verdict: "unknown", reason: `alarm ${silent.name} ${unknownReason(silent)}` };
    if (ringing.length > 0) return { ...measured, ...judgeOld(ringing, context) };
    return { ...measured, verdict: "pass", since: since ?? now, reason: "every alarm is OK" };
  },
};

const missing = (name: string): AlarmReading => ({
  name,
  state: "not found in CloudWatch",
  reason: "",
  since: null,
  trouble: null,
  targetGroups: [],
  evaluation: null,
});

const isOk = ({ state, trouble }: AlarmReading): boolean => state === "OK" && trouble === null;

const unknownReason = ({ state, trouble, since }: AlarmReading): string => {
  if (trouble !== null) return `is ${state}, and its evaluation is ${trouble}`;
  return state === "ALARM" && since === null ? "is in ALARM, since when is not said" : `is ${state}`;
};

/** Whether it has been ringing only since green had traffic. */
const isOfGreensTime = ({ since }: AlarmReading, { firstAt }: GreenTraffic): boolean =>
  since !== null && firstAt !== null && since >= firstAt + SKEW_MS;

/**
 * The image is at fault if an alarm rings on green's target group and on no other; or, found out on the way back, if one goes OK
 * when green has no traffic. An alarm on other target groups, or one whose evaluation is in trouble, says nothing of green.
 */
function endingOf(rang: readonly AlarmReading[], traffic: GreenTraffic): Ending {
  const sound = rang.filter(({ trouble }) => trouble === null);
  const isGreens = (name: string): boolean => traffic.targetGroups.some((arn) => arn.endsWith(`:${name}`));
  if (sound.some(({ targetGroups }) => targetGroups.length > 0 && targetGroups.every(isGreens)))
    return { imageAtFault: true, reach: "every-fleet" };
  const mayBe = sound.filter(
    ({ targetGroups }) =>
      traffic.targetGroups.length === 0 || targetGroups.length === 0 || targetGroups.some(isGreens),
  );
  const suspects = mayBe.map(({ name, evaluation }) => ({
    alarm: name,
    seconds: evaluationSeconds(evaluation),
  }));
  return { imageAtFault: false, ...(suspects.length > 0 && { suspects }) };
}

/** Alarms that rang before green had traffic. */
function judgeOld(
  ringing: readonly AlarmReading[],
  { now, since, traffic }: GateContext,
): Pick<GateVerdict, "verdict" | "reason" | "since" | "ending" | "remark"> {
  const named = ringing
    .map((each) => `${each.name} has been in ALARM since ${formatInstant(each.since ?? now)}`)
    .join(", ");
  const rang = `alarm ${named}, before new servers had traffic`;
  const evidence = {
    alarms: ringing.map(({ name, reason, since: rings }) => ({ name, reason, since: rings })),
  };
  const remark = { action: "not-judged", evidence } as const;
  if (traffic.allAt === null) {
    const reason = `${rang}: it is not judged while old ones have a share`;
    return { verdict: "pass", since: since ?? now, reason, remark };
  }
  const countsFrom =
    traffic.allAt + Math.max(...ringing.map(({ evaluation }) => evaluationSeconds(evaluation))) * 1000;
  const ending = { imageAtFault: false, error: "StillRinging", countsFrom };
  const reason =
    now < countsFrom
      ? `${rang}: it counts from ${formatInstant(countsFrom)}, when all that it evaluates is green's`
      : `${rang}, and it still rings with all of the traffic on green`;
  return { verdict: "wait", since: null, reason, ending, remark };
}
