import { deadlineNow } from "../../domain/run/deadline-now.ts";
import type { RetirementRecord } from "../../domain/run/retirement.ts";

/** What is left of a released generation, on its way out. Instants are milliseconds since 1970. */
export interface RetirementRow {
  readonly id: string;
  /** Its number. */
  readonly generation: number;
  readonly phase: RetirementRecord["phase"];
  /** Null: it is at work, or nothing has taken it up yet. */
  readonly waitsFor: string | null;
  /** When the rollout left it to go by itself. */
  readonly since: number;
  /** What has not gone by then is kept for a person. A freeze moves it. */
  readonly until: number;
}

/** The retirements that have not ended. */
export const retirementRows = (runs: readonly RetirementRecord[], now: number): readonly RetirementRow[] =>
  runs
    .filter(({ endedAt }) => endedAt === null)
    .map((run) => ({
      id: run.id,
      generation: run.generation,
      phase: run.phase,
      waitsFor: run.waiting?.reason ?? null,
      since: run.startedAt,
      until: deadlineNow(run, now),
    }));
