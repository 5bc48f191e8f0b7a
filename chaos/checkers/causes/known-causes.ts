import { parseDuration } from "../../../src/domain/duration.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { waitSeconds } from "../../draws/wait-seconds.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Span } from "../deciding-states.ts";
import { isSame, surelyDue } from "../due-target.ts";
import { hasYes } from "../brakes/answered.ts";
import { wantedImages, wantedVersion } from "../holds.ts";
import { interfered } from "../interference.ts";
import { sidesOf } from "../sides.ts";
import { isBlueIll, isSideIll } from "./ill-side.ts";
import { ownFault } from "./own-fault.ts";

/** A run that has just failed, or that needs a person, and what the world had by then. */
export interface Ended {
  readonly run: RolloutRecord;
  readonly input: CheckerInput;
  /** What the ledger said since a minute before the run was admitted. */
  readonly spans: readonly Span[];
  /** When a person asked for its end; undefined: nobody did. */
  readonly abortedAt: number | undefined;
}

type Cause = (ended: Ended) => boolean;

/** Two clocks that are each five seconds off, and what a step takes. */
const MARGIN_MS = 30_000;
/** What ends for a process whose clock is five seconds ahead is certain to have ended ten seconds later. */
const SKEW_MS = 11_000;
/** What people and zones take from servers they give back within the hour. */
const BEFORE_MS = 3_600_000;

/** What happens to servers, zones, groups and weights. */
const OF_SERVERS =
  /^(servers-|no-capacity|somebody-|by hand|load-rises|come-and-go|scheduled|zone-disrupted)/u;
/** What delays a rollout, and never undoes one: events, clocks, scans, a freeze, what green is to follow. */
export const OF_NOBODY = /^(rollout |blue-changed|clock-skew|events-|freezes-|scan-|two-engines|storm )/u;

function disturbedBy(isKind: (what: string) => boolean, { run, input }: Ended): boolean {
  for (const [what, at] of input.disturbances)
    if (at >= run.startedAt - BEFORE_MS && isKind(what)) return true;
  return false;
}

const anything: Cause = (ended) => disturbedBy((what) => !OF_NOBODY.test(what), ended);
const servers: Cause = (ended) => disturbedBy((what) => OF_SERVERS.test(what), ended);

const faultOf = (image: string, { run: { declaration }, input }: Ended): string | undefined =>
  ownFault(input.world.state.images.get(image), {
    deadlines: declaration?.deadlines,
    strategy: declaration?.traffic.strategy ?? "",
  });

const own: Cause = (ended) => faultOf(ended.run.imageTo, ended) !== undefined;
/** Blue runs a bad image, which somebody made live before a gate could tell. One that is gone makes no server ill. */
const ownBlue: Cause = (ended) => {
  const image = ended.run.imageFrom ?? "";
  return ended.input.world.state.images.has(image) && faultOf(image, ended) !== undefined;
};

const illGreen: Cause = ({ run, input }) => isSideIll("green", run, input);
const illBlue: Cause = ({ run, input }) => isBlueIll(run, input);

const rang: Cause = ({ run, input }) =>
  (run.declaration?.gates ?? [])
    .flatMap((gate) => (gate.kind === "alarm" ? gate.alarms : []))
    .some(
      (name) =>
        input.trouble.lastAt(name) >= run.startedAt || input.world.state.alarms.get(name)?.state === "ALARM",
    );

/** Somebody keeps a server of blue's out of service: it would be lost with its group. */
const standby: Cause = ({ run, input }) => {
  const { group } = sidesOf(input, run).blue ?? {};
  const servers = input.world.state.groups.get(group ?? "")?.instances.values() ?? [];
  return [...servers].some(({ lifecycleState }) => lifecycleState.includes("Standby"));
};

/** A gate by metrics asks for more requests than there may be. */
const fewRequests: Cause = ({ run }) =>
  run.declaration?.gates?.some(({ kind }) => kind === "metric") === true;

const noLaunch: Cause = ({ run, input }) =>
  input.trouble.lastAt(sidesOf(input, run).green?.group ?? "") >= run.startedAt;

const since = (seconds: string | undefined, from: number, { input }: Ended): boolean =>
  input.world.now() - from >= (parseDuration(seconds ?? "0s") ?? 0) * 1000 - MARGIN_MS;

/** The time that is declared for the phase, or for the whole, is over by the world's own clock. */
const late: Cause = (ended) => {
  const { run, input } = ended;
  const { deadlines } = run.declaration ?? {};
  const isLaunch = run.failure?.phase === "LaunchGreen" || run.failure?.phase === "ObserveGreen";
  const launched = sidesOf(input, run).green?.createdAt ?? run.startedAt;
  return (
    since(deadlines?.rollout ?? "4h", run.startedAt, ended) ||
    (isLaunch && since(deadlines?.launch ?? "15m", launched, ended))
  );
};

const validated: Cause = (ended) =>
  since(ended.run.declaration?.deadlines?.validate ?? "15m", ended.run.startedAt, ended);

/** At some time somebody or something else was wanted than what the run was to make. */
const otherWanted: Cause = ({ run, spans, input }) => {
  const last = spans.at(-1);
  // By a clock that is ahead.
  const soon = input.world.now() + SKEW_MS;
  const target = { image: run.imageTo, templateVersion: run.templateVersion };
  // What was waited for may be over by now, without anybody having written anything.
  return [...spans, ...(last ? [{ ...last, from: soon, to: soon }] : [])].some((span) => {
    const due = surelyDue([span], { image: undefined, version: wantedVersion(span) });
    return due === undefined || !isSame(due, target) || isApproved(run.imageTo, span);
  });
};

/** A person has said yes to another image that is wanted: it may be begun from then on, and is not for certain for a while. */
const isApproved = (image: string, span: Span): boolean =>
  span.approvals.some(
    (ask) =>
      ask.kind === "launch" &&
      ask.image !== image &&
      wantedImages(span, undefined).has(ask.image) &&
      hasYes(ask, span.to + SKEW_MS),
  );

/** A person said no to its first traffic, or nobody said anything in time. */
const noYes: Cause = ({ run, spans, input }) =>
  spans.some(({ approvals }) =>
    approvals.some(
      ({ kind, rollout, answer, until }) =>
        kind === "shift" &&
        rollout === run.id &&
        (answer === null ? until <= input.world.now() + SKEW_MS : answer.verdict === "rejected"),
    ),
  );

const refused: Cause = ({ run, spans }) => spans.some(({ quarantined }) => quarantined.has(run.imageTo));

const hurt: Cause = ({ input }) => interfered(input, "hurt");

/** Somebody did something to what is the fleet's; what was deleted stays so. */
const meddled: Cause = ({ run, input }) =>
  input.interference.some(({ at, kind }) => at >= run.startedAt - BEFORE_MS || kind === "stuck");
const frozen: Cause = ({ spans }) => spans.some(({ freezes }) => freezes.length > 0);

/** What is declared for it takes more than half of the time that is declared for all. */
const isShort: Cause = ({ run, input }) => {
  const { declaration } = input.plan.fleet;
  const { launch, validate } = declaration.deadlines ?? {};
  const all = parseDuration(run.declaration?.deadlines?.rollout ?? "4h") ?? 0;
  const parts = [launch ?? "15m", validate ?? "15m"].map((each) => parseDuration(each) ?? 0);
  return waitSeconds(declaration) + (parts[0] ?? 0) + (parts[1] ?? 0) > all / 2;
};

const any =
  (...causes: readonly Cause[]): Cause =>
  (ended) =>
    causes.some((each) => each(ended));

/** Green turned bad, or was taken for bad, for something that was so. */
const green = any(own, illGreen, rang, servers, meddled, hurt);
const trouble = any(own, illGreen, illBlue, rang, noLaunch, standby, anything, meddled, hurt);

/** By the name under which a run fails: what the world has to have had for it. Any other name is that of an error. */
export const CAUSES: Readonly<Record<string, Cause>> = {
  Aborted: ({ abortedAt }) => abortedAt !== undefined,
  ApprovalRejected: noYes,
  Superseded: otherWanted,
  Quarantined: refused,
  Deadline: (ended) => late(ended) && any(trouble, frozen, isShort)(ended),
  NoCapacity: any(noLaunch, own, hurt),
  GateFailed: green,
  MetricFailed: green,
  BothIll: any(illBlue, ownBlue, rang, servers, hurt),
  GateUnread: (ended) => validated(ended) && any(trouble, fewRequests)(ended),
  StillRinging: rang,
  Abandoned: trouble,
};

/** An error of AWS, of the machine, of a process: something went wrong by then. */
export const ANY_CAUSE = trouble;
