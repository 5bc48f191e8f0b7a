import { formatDuration } from "../../../src/domain/duration.ts";
import { type FleetView, shownRun } from "../../../src/views/fleet/fleet-view.ts";

/** How long each phase took that has ended, as far as the entries that are at hand go back: `Admit 3s · LaunchGreen 41s`. */
export function phaseTimes(model: FleetView): string {
  const run = shownRun(model);
  if (run === undefined) return "";
  const began: { phase: string; at: number }[] = [];
  let passedAt: number | undefined;
  for (const { rollout: id, phase, at, action } of model.entries) {
    if (id !== run.id || phase === null) continue;
    // Most of what a phase writes down it writes at its end: it began when the one before had passed.
    if (began.at(-1)?.phase !== phase) began.push({ phase, at: passedAt ?? at });
    passedAt = action === `${phase} passed` ? at : undefined;
  }
  const end = run.endedAt ?? undefined;
  // The first is only known to have begun before its first entry where the run begins with it.
  const known = began.filter(({ phase }, index) => index > 0 || phase.startsWith("Admit"));
  return known
    .flatMap((each) => {
      const next = began[began.indexOf(each) + 1]?.at ?? end;
      return next === undefined ? [] : [`${each.phase} ${formatDuration((next - each.at) / 1000)}`];
    })
    .join(" · ");
}
