import { isSameTarget } from "../run/excepted.ts";
import { type DueTarget, dueTargets, wantedTarget } from "./due-targets.ts";
import type { FleetState, OpenRun, WantedTarget } from "./fleet-state.ts";
import { holdOn, holdOrWaitOn } from "./held.ts";
import type { Hold } from "./hold.ts";

/** Why a run is to end that nobody asked to end. */
interface RunEnd {
  readonly error: "Quarantined" | "Superseded";
  readonly reason: string;
}

/**
 * Whether the fleet's open run is to go on: null. Its image may not be in quarantine, and until traffic has moved it has to go
 * where the fleet would be sent if it were decided now. What cannot be read is no reason to end it.
 */
export function runEnd(state: FleetState, run: OpenRun, now: number): RunEnd | null {
  const { image } = run.target;
  if (state.quarantined.has(image))
    return { error: "Quarantined", reason: `${image} was put in quarantine since the rollout was admitted` };
  if (run.isEnding) return null;
  const wanted = wantedTarget(state, now);
  if (wanted === null) return null;
  if (run.hasMovedTraffic) return backToBlue(state, run, wanted);
  const due = dueTargets(state, now);
  if (waitsForYes(due[0], state, now)) return null;
  const targets = due.map(({ target }) => target);
  // A wait after failures, for a window or for the budget stands in the way of another target, as when it was decided, but ends no run to its own.
  const free = due.find((each) =>
    isTargetOf(run, each.target, state.template)
      ? holdOn(each.target, state) === null
      : holdOrWaitOn(each, state, now) === null,
  )?.target;
  // What may not begin now ends nothing: the fleet would be left with neither.
  if (free === undefined && isBraked(due[0], state, now)) return null;
  const mayGoTo = free === undefined ? targets : [free];
  if (mayGoTo.some((target) => isTargetOf(run, target, state.template))) return null;
  const now_ = free ?? wanted;
  const version = now_.templateVersion === null ? "" : ` from template version ${now_.templateVersion}`;
  return {
    error: "Superseded",
    reason: `the fleet is to run ${now_.image}${version} now, before traffic moved`,
  };
}

const BRAKES: readonly Hold["by"][] = ["window", "calendar", "budget", "slots"];

/** Whether it waits for a window, the budget or a slot. */
function isBraked(first: DueTarget | undefined, state: FleetState, now: number): boolean {
  const by = first && holdOrWaitOn(first, state, now)?.by;
  return by !== undefined && BRAKES.includes(by);
}

/**
 * What nobody has said yes to, or somebody no, ends no run: the newest that was approved goes on. What a refusal of before holds where
 * nobody approves is another matter: there the fleet is to run what it runs.
 */
function waitsForYes(first: DueTarget | undefined, state: FleetState, now: number): boolean {
  if (first === undefined || state.approvals.settings?.before !== "launch") return false;
  const by = holdOrWaitOn(first, state, now)?.by;
  return by === "approval" || by === "except";
}

/**
 * Once traffic has moved another target waits for the end, but for what blue itself runs, which stands by: going back serves it
 * in one call, and another run would take as long as this one does.
 */
function backToBlue(state: FleetState, run: OpenRun, wanted: WantedTarget): RunEnd | null {
  const { live, template } = state;
  if (!run.mayReturn || live === null || live.template !== template) return null;
  const { image, templateVersion } = live;
  if (wanted.image !== image || (wanted.templateVersion ?? templateVersion) !== templateVersion) return null;
  if (isTargetOf(run, wanted, template) || holdOn(wanted, state) !== null) return null;
  const reason = `the fleet is to run ${image} again, which generation ${live.number} still runs: it serves again at once`;
  return { error: "Superseded", reason };
}

/**
 * Whether a run that is asked for now to this image would end the open one, which rolls back: to make room, or since the blue
 * that it replaces runs that image. `blue`: what that runs; null: there is none.
 */
export const wouldEnd = (
  run: OpenRun,
  { image, blue }: { readonly image: string; readonly blue: string | null },
): boolean =>
  !run.isEnding && run.target.image !== image && (!run.hasMovedTraffic || (run.mayReturn && blue === image));

const isTargetOf = (
  { target, template: own }: OpenRun,
  { image, templateVersion }: WantedTarget,
  template: string,
): boolean =>
  (own ?? template) === template &&
  isSameTarget(target, { image, templateVersion: templateVersion ?? target.templateVersion });
