import { UNSTOPPED } from "../brakes/budget.ts";
import { formatInstant } from "../format-instant.ts";
import type { RunRecord } from "../run/run-record.ts";
import type { Finding } from "./finding.ts";

/** What is due of a server at once, whatever budget and window say, and is not begun as long as a run has the fleet. */
export interface UrgentWait {
  readonly server: string;
  readonly field: string;
  /** Of what was found, in words. */
  readonly observed: string;
  /** When AWS acts itself, milliseconds since 1970; null: it does not say, or it is no notice of AWS's. */
  readonly notBefore: number | null;
  /** The server goes anyway if the run succeeds. */
  readonly goesWithRun: boolean;
}

/**
 * Findings about logins and of AWS's notices that are to be acted on, and wait for the end of an open run. What a recycle has in hand waits
 * for nothing, nor does anything for a retirement, which leaves the fleet free.
 */
export function urgentWaits(
  findings: readonly Finding[],
  run: RunRecord,
  now: number,
): readonly UrgentWait[] {
  if (run.endedAt !== null || run.kind === "retirement") return [];
  const served = new Set(servedBy(run));
  return findings
    .filter(({ kind, mode, dueAt }) => UNSTOPPED.includes(kind) && mode === "replace" && dueAt <= now)
    .filter(({ server }) => !served.has(server))
    .map(({ server, field, observed, generation, evidence: { notBefore } }) => ({
      server,
      field,
      observed,
      notBefore: typeof notBefore === "number" ? notBefore : null,
      goesWithRun: run.kind === "rollout" && run.failure === null && generation === run.blue,
    }));
}

const servedBy = (run: RunRecord): readonly string[] =>
  run.kind === "recycle" ? [...run.queue, ...(run.batch?.servers ?? [])].map(({ id }) => id) : [];

/** What waits, for what, and until when, in one sentence; `endsAt`: of the wait that the run is in, null: nobody can say. */
export function urgentWaitWords(
  { server, observed, goesWithRun }: UrgentWait,
  { kind, id }: Pick<RunRecord, "kind" | "id">,
  endsAt: number | null,
): string {
  const until = endsAt === null ? "its end" : `its end, and it waits until ${formatInstant(endsAt)}`;
  const goes = goesWithRun ? "; if that succeeds the server goes with the others" : "";
  return `${server} is to be replaced (${observed}): that waits for ${kind} ${id} and ${until}${goes}`;
}
