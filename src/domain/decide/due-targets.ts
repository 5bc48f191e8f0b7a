import { type Finding, findingKey } from "../findings/finding.ts";
import { formatInstant } from "../format-instant.ts";
import { driftStanding } from "./approval/drift-approval.ts";
import type { Due, FleetState, WantedTarget } from "./fleet-state.ts";
import { namedBy, pinInForce } from "./wanted.ts";

/** Servers that a fleet should have instead of those it has, and all that replacing them would serve. */
export interface DueTarget {
  readonly target: WantedTarget;
  readonly due: readonly Due[];
}

/**
 * What the fleet could become, the best first: what is wanted, when that differs from what is live, which serves all
 * else besides; then the live generation's own image and template version, when its servers are to be replaced anyway.
 */
export function dueTargets(state: FleetState, now: number): DueTarget[] {
  const { live } = state;
  const wanted = wantedTarget(state, now);
  const changes = wanted === null ? [] : changesTo(wanted, state, now);
  const again = live === null ? [] : replacements(state, now);
  // The version of a template that is declared no more is nothing to launch from.
  const isLaunchable = live?.template === state.template;
  return [
    ...(wanted !== null && changes.length > 0 ? [{ target: wanted, due: served(changes, again) }] : []),
    ...(live !== null && isLaunchable && again.length > 0
      ? [{ target: { image: live.image, templateVersion: live.templateVersion }, due: again }]
      : []),
  ];
}

/** What the fleet should run; null while nothing names an image. */
export function wantedTarget(state: FleetState, now: number): WantedTarget | null {
  const { wanted, source, template, live } = state;
  const image = (pinInForce(wanted, source, now) ?? namedBy(wanted, source))?.image;
  if (image === undefined) return null;
  const known = wanted.template?.id === template ? wanted.template.version : null;
  const same = live?.template === template ? live.templateVersion : null;
  return { image, templateVersion: known ?? same };
}

function changesTo(target: WantedTarget, state: FleetState, now: number): Due[] {
  const { live, wanted, source, template } = state;
  const { image, templateVersion } = target;
  const changes: Due[] = [];
  if (live?.image !== image) {
    const pin = pinInForce(wanted, source, now);
    const since = (pin ?? namedBy(wanted, source))?.at ?? 0;
    const runs = live === null ? "no generation is live" : `generation ${live.number} runs ${live.image}`;
    const what =
      pin === null
        ? `${source} names ${image}, ${runs}`
        : `${pin.by} pinned ${image} (${pin.reason}), ${runs}`;
    changes.push({ reason: pin === null ? "image" : "operator", what, key: `image ${image} ${since}` });
  }
  if (live !== null && (live.template !== template || templateVersion !== live.templateVersion)) {
    const version = templateVersion === null ? template : `version ${templateVersion} of ${template}`;
    const what = `servers are to be launched from ${version}, generation ${live.number} was from version ${live.templateVersion} of ${live.template}`;
    changes.push({
      reason: "drift",
      what,
      key: `template ${template} ${templateVersion} ${wanted.template?.at ?? 0}`,
    });
  }
  return changes;
}

/** For what the live generation's servers are replaced whatever they run. */
function replacements(state: FleetState, now: number): Due[] {
  const { wanted, findings, live } = state;
  const { launchedBefore } = wanted;
  const drifts = driftStanding(state, now);
  const due: Due[] = [];
  if (launchedBefore !== null && (live?.launchedFrom ?? 0) < launchedBefore.instant) {
    const { instant, by, reason } = launchedBefore;
    const what = `${by} wants servers that were launched before ${formatInstant(instant)} replaced: ${reason}`;
    due.push({ reason: "operator", what, key: `launched-before ${instant}` });
  }
  for (const each of findings) {
    if (each.mode !== "replace" && !(each.mode === "approve" && drifts === "approved")) continue;
    if (each.dueAt <= now) due.push(dueFor(each));
  }
  // Where something else replaces the servers, nobody has to say yes to what goes with them.
  if (due.length > 0 || drifts === "rejected") return due;
  const asked = findings.filter(({ mode, dueAt }) => mode === "approve" && dueAt <= now);
  return asked.map((each) => ({ ...dueFor(each), needsApproval: true }));
}

function dueFor(found: Finding): Due {
  const { kind, server, field, expected, observed, since } = found;
  const what = `${server}: ${field} is ${observed}, expected ${expected}`;
  return { reason: kind, what, key: `finding ${findingKey(found)} ${since}` };
}

/** What nobody has said yes to is not what a run is for. */
const served = (changes: readonly Due[], again: readonly Due[]): readonly Due[] => [
  ...changes,
  ...again.filter(({ needsApproval }) => !needsApproval),
];
