import { explain } from "../explain/explain.ts";
import type { Finding } from "../findings/finding.ts";
import { type UrgentWait, urgentWaits, urgentWaitWords } from "../findings/urgent-waits.ts";
import { formatInstant } from "../format-instant.ts";
import type { RunRecord } from "../run/run-record.ts";
import { pauseNow } from "../steering/pause.ts";
import type { Found } from "./outbox.ts";
import { abortCommand, resumeCommand } from "./proposed-commands.ts";

/** What it takes to replace a server after the run has ended, with time to spare. */
const REPLACED_WITHIN_MS = 1_800_000;
/** Where nobody can say when a wait ends, it is said so long before AWS acts. */
const AHEAD_MS = 86_400_000;

/** Servers on which AWS acts before the open run that they wait for lets them be replaced. */
export function urgentAttention(
  { findings, run }: { readonly findings: readonly Finding[]; readonly run: RunRecord },
  now: number,
): readonly Found[] {
  const waits = urgentWaits(findings, run, now);
  if (waits.length === 0) return [];
  const { endsAt } = explain(run, now);
  return waits.flatMap((wait) => {
    if (wait.notBefore === null || !isTooLate(wait.notBefore, endsAt, now)) return [];
    return [foundOf({ ...wait, notBefore: wait.notBefore }, { run, endsAt }, now)];
  });
}

const isTooLate = (notBefore: number, endsAt: number | null, now: number): boolean =>
  notBefore < (endsAt === null ? now + AHEAD_MS : endsAt + REPLACED_WITHIN_MS);

function foundOf(
  wait: UrgentWait & { readonly notBefore: number },
  { run, endsAt }: { readonly run: RunRecord; readonly endsAt: number | null },
  now: number,
): Found {
  return {
    key: `${wait.server} ${wait.field} ${wait.notBefore} waits for ${run.id}`,
    kind: "urgent-waits",
    reason: `${urgentWaitWords(wait, run, endsAt)}; AWS acts on it from ${formatInstant(wait.notBefore)} on, before it can be replaced`,
    commands: commandsOf(run, now),
  };
}

/** What ends the wait: a pause by a person's word, all else by the end of the run. */
const commandsOf = (run: RunRecord, now: number): readonly string[] => [
  `moult rollout status ${run.fleet}`,
  ...(run.kind !== "retirement" && pauseNow(run, now) !== null ? [resumeCommand(run.fleet)] : []),
  ...(run.abort === null && run.failure === null ? [abortCommand(run.fleet)] : []),
];
