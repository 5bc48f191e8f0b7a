import type { RunRecord } from "../run/run-record.ts";
import type { Explanation } from "./explanation.ts";
import { explainFleet } from "./fleet/explain-fleet.ts";
import { explainRecycle } from "./runs/explain-recycle.ts";
import { explainRetirement } from "./runs/explain-retirement.ts";
import { explainRollout } from "./rollout/explain-rollout.ts";
import type { FleetSubject } from "./fleet/fleet-subject.ts";

/**
 * The one sentence about a fleet, or a run of any kind, at an instant (milliseconds since 1970): what it does, why it waits, what ends that
 * and when, what happens otherwise, and what a person can do. Pure: whoever asks with the same gets the same words.
 */
export const explain = (subject: FleetSubject | RunRecord, now: number): Explanation =>
  subject.kind === "fleet" ? explainFleet(subject, now, explainRun) : explainRun(subject, now);

type Explain<K extends RunRecord["kind"]> = (
  run: Extract<RunRecord, { readonly kind: K }>,
  now: number,
) => Explanation;

/** A kind of run that is not here does not compile. */
const RUNS: { readonly [K in RunRecord["kind"]]: Explain<K> } = {
  rollout: explainRollout,
  recycle: explainRecycle,
  retirement: explainRetirement,
};

const explainRun = (run: RunRecord, now: number): Explanation =>
  (RUNS[run.kind] as (run: RunRecord, now: number) => Explanation)(run, now);
