import type { EntryModel, PhaseModel, TrafficModel } from "../../wire/run-model.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Entry } from "../../../src/ledger/entries.ts";
import { type RunWay, wayOf } from "./run-ways.ts";

/** Each phase with when it began and how long it took, from the record and the entries of the run, oldest first. */
export function phaseModels(
  run: RolloutRecord | RecycleRecord,
  all: readonly Entry[],
  now: number,
): readonly PhaseModel[] {
  const way = wayOf(run);
  const entries = way.current(all);
  const passed = new Map<string, number>();
  for (const { phase, action, at } of entries)
    if (phase !== null && action === `${phase} passed`) passed.set(phase, at);
  const [admission = "", launch = ""] = way.forward;
  const launched = firstOf(entries, launch);
  if (launched !== null) passed.set(admission, launched);
  const failedIn = run.failure?.phase ?? (run.abort === null ? null : lastForward(entries, way));
  const whole = failedIn === null ? way.forward : [...upTo(failedIn, way), way.back, way.close];
  const order = whole.filter((phase) => phase !== "AwaitApproval" || isAwaited(run, passed.has(phase)));
  let began: number | null = run.startedAt;
  return order.map((phase): PhaseModel => {
    const state = stateOf(phase, { run, way, failedIn, isPassed: passed.has(phase) });
    const startedAt = state === "now" ? run.phaseStartedAt : began;
    const end = state === "now" ? now : (passed.get(phase) ?? null);
    began = state === "failed" ? firstOf(entries, way.back) : (passed.get(phase) ?? null);
    return { id: phase, state, startedAt, seconds: secondsOf(startedAt, end) };
  });
}

/** Most runs ask nobody, and pass by where others wait for a yes. */
const isAwaited = (
  { phase, endedAt, declaration, failure }: RolloutRecord | RecycleRecord,
  isPassed: boolean,
): boolean =>
  isPassed ||
  failure?.phase === "AwaitApproval" ||
  (endedAt === null && (phase === "AwaitApproval" || declaration?.approval?.before === "shift"));

const secondsOf = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : (to - from) / 1000;

interface Standing {
  readonly run: RolloutRecord | RecycleRecord;
  readonly way: RunWay;
  readonly failedIn: string | null;
  readonly isPassed: boolean;
}

function stateOf(phase: string, { run, way, failedIn, isPassed }: Standing): PhaseModel["state"] {
  if (run.endedAt === null && run.phase === phase) return "now";
  if (phase === failedIn) return "failed";
  return isPassed || isOver(run, phase, way) ? "done" : "ahead";
}

const isOver = (
  run: Pick<RolloutRecord | RecycleRecord, "endedAt" | "phase">,
  phase: string,
  { forward, back, close }: RunWay,
): boolean =>
  run.endedAt !== null
    ? phase === close || phase === back
    : forward.indexOf(phase) < forward.indexOf(run.phase);

const firstOf = (entries: readonly Entry[], phase: string): number | null =>
  entries.find((each) => each.phase === phase)?.at ?? null;

const lastForward = (entries: readonly Entry[], { forward, close }: RunWay): string | null =>
  entries.findLast(({ phase }) => forward.some((each) => each === phase && each !== close))?.phase ?? null;

const upTo = (phase: string, { forward }: RunWay): readonly string[] =>
  forward.slice(0, forward.indexOf(phase) + 1);

const SHARE = /\b(\d{1,3})% of the traffic to green/;
const BACK = /traffic.* back to blue|back to blue/;

/** The traffic over time: each share as it was set, by the entries of its calls, and what was read back of the last. */
export function trafficModel(
  run: RolloutRecord,
  entries: readonly Entry[],
  { steps, now }: { readonly steps: readonly number[]; readonly now: number },
): TrafficModel {
  const sets = entries.flatMap(({ kind, reason, at }) => {
    if (kind !== "call") return [];
    const share = SHARE.exec(reason)?.[1];
    if (share !== undefined) return [{ at, set: Number(share) }];
    return BACK.test(reason) ? [{ at, set: 0 }] : [];
  });
  const { setPercent, observedPercent, agreeingReads } = run.traffic;
  // The next share is set only after reads have agreed on the one before.
  const points = sets.map(({ at, set }, index) => ({
    at,
    set,
    read: index < sets.length - 1 ? set : observedPercent,
  }));
  const end = run.endedAt ?? now;
  return {
    moves: steps.length > 0,
    set: setPercent,
    read: observedPercent,
    agreeing: agreeingReads,
    points: [
      { at: run.startedAt, set: 0, read: 0 },
      ...points,
      { at: end, set: setPercent, read: sets.length === 0 ? 0 : observedPercent },
    ],
    ahead: run.endedAt === null && run.failure === null ? steps.filter((step) => step > setPercent) : [],
  };
}

/** Entries as lines of the history, each with an id of its own among those of one fleet. */
export function entryModels(entries: readonly Entry[]): readonly EntryModel[] {
  const seen = new Map<string, number>();
  return entries.map(({ at, fleet, rollout, phase, kind, action, subject, actor, reason, evidence }) => {
    const stamp = `${at} ${fleet ?? ""}`;
    const count = seen.get(stamp) ?? 0;
    seen.set(stamp, count + 1);
    return {
      id: `${stamp} ${count}`,
      at,
      fleet,
      run: rollout,
      phase,
      kind,
      action: action ?? kind,
      subject: subject ?? null,
      by: actor,
      reason,
      evidence: evidence === undefined ? null : JSON.stringify(evidence, null, 1),
    };
  });
}
