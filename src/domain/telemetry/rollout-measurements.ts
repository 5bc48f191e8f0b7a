import type { RolloutRecord } from "../run/rollout.ts";
import { kindOfGate } from "./count-time.ts";
import { type End, ends, type Measurement, metricCatalogue, type SpentOn } from "./metric-catalogue.ts";

const HOUR_MS = 3_600_000;

/** That an execution which was to begin a rollout has ended. */
export const endMeasurement = (
  outcome: End,
  { fleet, id }: Pick<RolloutRecord, "fleet" | "id">,
): Measurement => ({
  metric: "Rollouts",
  value: 1,
  by: { outcome },
  about: { fleet, rollout: id },
});

/** What a rollout that has ended leaves to be measured: how, how long in what, what it waited for and what it replaced. */
export function rolloutMeasurements(run: RolloutRecord): readonly Measurement[] {
  const { fleet, id } = run;
  const outcome = ends.find((each) => each === run.outcome);
  if (outcome === undefined) return [];
  const about = { fleet, rollout: id };
  const measured = [...secondsIn(run), ...gateSeconds(run), ...rolledBack(run), ...replaced(run)];
  return [endMeasurement(outcome, run), ...measured.map((each) => ({ ...each, about }))];
}

function secondsIn({ spent }: RolloutRecord): readonly Measurement[] {
  return Object.entries(spent?.phases ?? {}).flatMap(([phase, split]) =>
    (Object.entries(split) as [SpentOn, number][]).flatMap(([kind, ms]): Measurement[] =>
      ms > 0 && isPhase(phase) ? [{ metric: "RolloutSeconds", value: ms / 1000, by: { phase, kind } }] : [],
    ),
  );
}

/** What is counted in closing is the time until somebody closed it: no phase of its own. */
const isPhase = (phase: string): boolean => metricCatalogue.RolloutSeconds.by.phase?.includes(phase) === true;

const gateSeconds = ({ spent }: RolloutRecord): readonly Measurement[] =>
  Object.entries(spent?.gates ?? {}).map(([gate, ms]) => ({
    metric: "GateWaitSeconds",
    value: ms / 1000,
    by: { gate },
  }));

/** The errors that a gate's verdict ends a rollout with. */
const OF_GATES = new Set(["GateFailed", "MetricFailed", "BothIll", "GateUnread", "StillRinging"]);

function rolledBack({ outcome, failure, gates }: RolloutRecord): readonly Measurement[] {
  if (outcome !== "rolled-back") return [];
  const isOfGate = failure !== null && OF_GATES.has(failure.error);
  const failed =
    gates.find(({ verdict }) => verdict === "fail") ?? gates.find(({ verdict }) => verdict !== "pass");
  const gate = isOfGate && failed ? kindOfGate(failed.gate) : "none";
  return [{ metric: "RolledBack", value: 1, by: { gate } }];
}

function replaced({
  outcome,
  blue,
  size,
  cause,
  milestones,
  endedAt,
}: RolloutRecord): readonly Measurement[] {
  const { launched } = milestones;
  const until = milestones["blue-released"] ?? endedAt;
  const hours = launched === undefined || until === null ? 0 : (size * (until - launched)) / HOUR_MS;
  return [
    ...(outcome === "succeeded" && blue !== null
      ? [{ metric: "Replaced" as const, value: size, by: { reason: cause.reason } }]
      : []),
    ...(blue !== null && hours > 0 ? [{ metric: "DoubleRunningServerHours" as const, value: hours }] : []),
  ];
}
