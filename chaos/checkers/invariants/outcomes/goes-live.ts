import { parseDuration } from "../../../../src/domain/duration.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { waitSeconds } from "../../../draws/wait-seconds.ts";
import type { Plan } from "../../../draws/plan.ts";
import { OF_NOBODY } from "../../causes/known-causes.ts";
import { ownFault } from "../../causes/own-fault.ts";
import { excused } from "../../exemptions.ts";
import { openJudgedTime } from "../../judged/judged-time.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Span } from "../../deciding-states.ts";
import { surelyDue } from "../../due-target.ts";
import { ruleAt } from "../../fleet-rules.ts";
import type { Invariant } from "../../invariant.ts";

const LOOK_MS = 60_000;
/** Two sweeps, and what a step is late. */
const UNSEEN_SECONDS = 900;
/**
 * For how long a rollout is held up, by the beginning of a disturbance's name: what people and zones take they give back within the
 * hour; a lease runs out, a process begins and a sweep comes by within 35 minutes; a step is tried again, or does not end.
 */
const TROUBLED: readonly (readonly [RegExp, number])[] = [
  [OF_NOBODY, 0],
  [/^(processes-pause|engine-dies|executions-|steps-overtaken|machine-)/u, 2_100_000],
  [/^(throttling-|service-errors|ledger-fails|answers-lost|stale-reads|lambda-)/u, 600_000],
  [/^/u, 3_600_000],
];

/**
 * A good image with nothing against it goes live in bound: by the world itself it was due all that time, its servers do all that is
 * asked of them, nothing that disturbed the fleet holds anything up, and what the rollout needs is there.
 */
export const goesLive = (): Invariant => {
  let lookedAt = 0;
  const time = openJudgedTime();
  let due: { readonly key: string; readonly since: number } | undefined;
  const look = (input: CheckerInput): string | undefined => {
    const now = input.world.now();
    // Before the fleet is declared there is nothing to go live.
    if (input.view.fleet === undefined || now - lookedAt < LOOK_MS) return undefined;
    const spans = input.deciding.since(lookedAt, now);
    lookedAt = now;
    const key = dueImage(spans, input);
    if (key !== due?.key) due = key === undefined ? undefined : { key, since: now };
    const calm = calmFrom(input);
    const isTroubled = excused(
      "goes-live: an hour after a disturbance, or as long as its kind holds up",
      calm > now,
    );
    time.look(now, due === undefined ? "idle" : isTroubled ? "exempt" : "judges");
    if (due === undefined || isTroubled) return undefined;
    const seconds = boundSeconds(input.plan);
    const waited = (now - Math.max(due.since, calm)) / 1000;
    return waited > seconds
      ? `nothing has been against ${due.key} for ${Math.round(waited)} s, and it is not live`
      : undefined;
  };
  return {
    name: "goes-live",
    worldEvent: (_, input) => look(input),
    written: (_, input) => look(input),
    judged: time.seconds,
  };
};

/** The good image that is due by what the account says, and after which generation, unless a run to something else is to end first. */
function dueImage(spans: readonly Span[], input: CheckerInput): string | undefined {
  const { world, account, view, plan } = input;
  const { parameters, launchTemplates, images } = world.state;
  const version = launchTemplates.get(account.template)?.defaultVersion;
  const due = surelyDue(spans, { image: parameters.get(account.channel)?.value, version });
  const open = spans.map((span) => view.rollouts.get(span.open ?? "")).find((run) => run !== undefined);
  if (due === undefined) return undefined;
  if (open !== undefined && (isHeld(open) || open.imageTo !== due.image)) return undefined;
  const { strategy, declaration } = plan.fleet;
  const isGood =
    ownFault(images.get(due.image), { strategy, deadlines: declaration.deadlines }) === undefined;
  const beyond = spans.at(-1)?.live?.number ?? 0;
  const target = `${due.image} from version ${due.templateVersion}, after generation ${beyond}`;
  return isGood && isWhole(input) ? target : undefined;
}

/** A person may pause what runs, or take it back, as long as they like, and let it wait for their yes; so may a window. */
const isHeld = ({ pause, abort, phase }: RolloutRecord): boolean =>
  pause !== null || abort !== null || phase === "AwaitApproval";

/** What a rollout works on is there, no process of it is suspended by somebody, and no alarm that it watches rings. */
function isWhole({ world: { state }, account, view, plan }: CheckerInput): boolean {
  const live = [...view.generations.values()].find((each) => each.state === "live");
  const group = state.groups.get(live?.group ?? "");
  const isThere = live === undefined ? plan.fleet.firstGeneration : group?.deleting === false;
  const rules = account.pairs.flatMap((pair) => pair.rules);
  const targetGroups = account.pairs.flatMap((pair) => pair.targetGroups);
  const isRinging = plan.fleet.declaration.gates?.some(
    (gate) => gate.kind === "alarm" && gate.alarms.some((name) => state.alarms.get(name)?.state !== "OK"),
  );
  return (
    isThere &&
    isRinging !== true &&
    rules.every((arn) => ruleAt(state, arn) !== undefined) &&
    targetGroups.every((arn) => state.targetGroups.has(arn))
  );
}

/** From when on nothing that disturbed the fleet holds anything up. */
function calmFrom({ disturbances }: CheckerInput): number {
  let calm = Number.NEGATIVE_INFINITY;
  for (const [what, at] of disturbances) {
    const [, lasts = 0] = TROUBLED.find(([kind]) => kind.test(what)) ?? [];
    if (lasts > 0) calm = Math.max(calm, at + lasts);
  }
  return calm;
}

function boundSeconds({ fleet: { declaration } }: Plan): number {
  const { deadlines, retire } = declaration;
  const parts = [deadlines?.launch, deadlines?.validate, retire?.handoff?.timeout, retire?.handoff?.timeout];
  const own = parts.reduce((sum, each) => sum + (parseDuration(each ?? "0s") ?? 0), 0);
  return UNSEEN_SECONDS + waitSeconds(declaration) + own;
}
