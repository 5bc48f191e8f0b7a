import type { Fleet } from "../../../src/domain/declaration/fleet.ts";
import { namedGates } from "../../../src/domain/gate-kinds.ts";
import type { CheckerInput } from "../checker-input.ts";
import { excused } from "../exemptions.ts";
import type { Decision } from "../invariant.ts";
import { sidesOf } from "../sides.ts";
import { isSkipped } from "./gates.ts";

type Gate = Fleet["gates"][number];

/** For so long green has had all of the traffic: several whole minutes of it are measured, and can be read. */
const MEASURED_MS = 360_000;
/** A read lags by up to fifteen seconds, and clocks are five off. */
const SKEW_MS = 20_000;
/** A server answers so many times more of its requests with errors than a gate allows: that is no chance. */
const FAR_OVER = 5;

/** Green is passed by nothing that says nothing, and blue is let go for no green of which its metrics say that it is bad. */
export function unprovedFault(decision: Decision, input: CheckerInput): string | undefined {
  const { entry, rollout } = decision;
  const judges = JUDGES[entry.action ?? ""];
  if (judges === undefined || rollout.milestones["blue-released"] !== undefined) return undefined;
  for (const { gate, name } of namedGates(input.view.fleet?.gates ?? [])) {
    if (entry.action === "ValidateGreen passed" && isSkipped(name, rollout)) continue;
    const fault = judges(gate, decision, input);
    if (fault === undefined) continue;
    const isSettled = rollout.settlement !== null;
    return excused("blue-is-safe: gates of a rollout that a person settled", isSettled)
      ? undefined
      : `${entry.action}, and ${fault}`;
  }
  return undefined;
}

/** An alarm without data, all the while that was decided; before traffic moves: since before anything was asked, as what has passed is asked once. */
function silentFault(
  gate: Gate,
  { entry, rollout, since }: Decision,
  { world }: CheckerInput,
): string | undefined {
  if (gate.kind !== "alarm") return undefined;
  const isFirst = entry.action === "ValidateGreen passed";
  const from = isFirst ? Math.min(since, rollout.phaseStartedAt - SKEW_MS) : since;
  const silent = gate.alarms.find((name) => {
    const alarm = world.state.alarms.get(name);
    return alarm?.state === "INSUFFICIENT_DATA" && alarm.stateUpdatedAt < from;
  });
  return silent && `${silent} has no data`;
}

/** Green's image answers far more requests with errors than its gate allows, and blue's none; all requests have been green's for minutes. */
function metricFault(gate: Gate, { entry, rollout }: Decision, input: CheckerInput): string | undefined {
  if (gate.kind !== "metric" || gate.metric !== "target-5xx" || gate.max === undefined) return undefined;
  const { blue } = sidesOf(input, rollout);
  const shifted = input.view.decisions
    .get(rollout.id)
    ?.find(({ action }) => action === "ShiftTraffic passed");
  const isMeasured = shifted !== undefined && entry.at - shifted.at > MEASURED_MS && rollout.size > 0;
  if (blue === undefined || !isMeasured || errorRate(blue.image, input) > 0) return undefined;
  const rate = errorRate(rollout.imageTo, input);
  return rate > FAR_OVER * gate.max
    ? `${rollout.imageTo} answers ${rate} of its requests with errors, ${gate.max} may be`
    : undefined;
}

const errorRate = (image: string, { world }: CheckerInput): number =>
  Number(world.state.images.get(image)?.tags.find(({ key }) => key === "sim:error-rate")?.value ?? 0);

const JUDGES: Readonly<Record<string, typeof silentFault>> = {
  "ValidateGreen passed": silentFault,
  "Bake passed": silentFault,
  release: metricFault,
};
