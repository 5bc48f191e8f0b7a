import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { CheckerInput } from "../checker-input.ts";
import { sidesOf } from "../sides.ts";

/** Names under which a run fails that a gate has failed; of one that decides nothing the name is another. */
const OF_GATES = new Set(["GateFailed", "MetricFailed"]);
/** CloudWatch's clock and ours, and that traffic is not read at once. */
const SKEW_MS = 20_000;
/** What an alarm of the chaos evaluates: one minute. */
const EVALUATED_MS = 60_000;

/** By the kind of a gate, what of an image's servers makes it fail. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  command: ["sim:command-exit-code"],
  http: ["sim:http-status"],
  metric: ["sim:error-rate"],
  "target-health": ["sim:http-status", "sim:sickens-seconds"],
};

/**
 * What a gate of the rollout found that its image's servers do by themselves, by the image's own tags; undefined: nothing, or what
 * it found is not certain. Where an alarm has failed too, it may have been that.
 */
export function seenByGate(run: RolloutRecord, input: CheckerInput): string | undefined {
  if (!OF_GATES.has(run.failure?.error ?? "")) return undefined;
  const failed = run.gates.filter(({ verdict }) => verdict === "fail").map(({ gate }) => gate);
  const alarm = failed.find((gate) => gate.startsWith("alarm"));
  if (alarm !== undefined) return failed.length === 1 ? alarmSeen(run, input) : undefined;
  const tags = input.world.state.images.get(run.imageTo)?.tags ?? [];
  for (const gate of failed) {
    const kind = Object.keys(SEEN).find((each) => gate.startsWith(each)) ?? "";
    const own = tags.find(({ key }) => SEEN[kind]?.includes(key));
    if (own !== undefined && hasServers(run, input)) return `${gate} failed, ${own.key} is ${own.value}`;
  }
  return undefined;
}

const hasServers = (run: RolloutRecord, input: CheckerInput): boolean =>
  input.serving.members(sidesOf(input, run).green?.group ?? "").size > 0;

/** An alarm that began to ring when green had traffic, and was OK as soon as green had none: its servers answer with errors. */
function alarmSeen(
  { imageTo, declaration, milestones }: RolloutRecord,
  input: CheckerInput,
): string | undefined {
  const { images, alarms } = input.world.state;
  const rate = images.get(imageTo)?.tags.find(({ key }) => key === "sim:error-rate")?.value;
  const { "first-traffic": firstAt, "traffic-reverted": revertedAt } = milestones;
  if (rate === undefined || firstAt === undefined || revertedAt === undefined) return undefined;
  const names = (declaration?.gates ?? []).flatMap((gate) => (gate.kind === "alarm" ? gate.alarms : []));
  const name = names.find((each) => {
    const { state, stateUpdatedAt = 0 } = alarms.get(each) ?? {};
    const isBack = stateUpdatedAt >= revertedAt && stateUpdatedAt <= revertedAt + EVALUATED_MS - SKEW_MS;
    return state === "OK" && isBack && input.trouble.lastAt(each) > firstAt + SKEW_MS;
  });
  return name && `${name} rang while it answered with errors, and was OK when it had no traffic`;
}
