import type { LedgerItem } from "../ledger.ts";

type Body = LedgerItem["body"];

/** Marks of schema 1 by what became of them in schema 2. Others were groups' (`<group>-to-zero`, `<group>-unseen`). */
const MILESTONES: Readonly<Record<string, string>> = {
  pinning: "pinning",
  launched: "launched",
  baked: "baked",
  drained: "drained",
  warm: "warm",
  "handed-off": "handoff",
  "blue-released": "blue-released",
  retained: "retained",
  "traffic-returned": "traffic-reverted",
  quarantined: "quarantined",
};
const TIMERS: Readonly<Record<string, string>> = {
  "in-doubt": "inconclusive",
  "too-small": "too-small",
  moved: "traffic-moved",
  joined: "servers-joined",
};

/** A rollout of schema 1 as schema 2 has it. What it was admitted with was not kept: the next step pins what is declared. */
export function upgradeFirstRollout(body: Body): Body {
  const { request, marks, abort, failure, holds, ...same } = body;
  const passed = Object.entries(isObject(marks) ? marks : {});
  return {
    ...same,
    kind: "rollout",
    cause: request,
    declaration: null,
    abort: isObject(abort) ? upgradeAbort(abort) : abort,
    failure: isObject(failure) ? upgradeFailure(failure) : failure,
    holds: Array.isArray(holds) ? holds.map(upgradeHold) : holds,
    milestones: renamed(passed, MILESTONES),
    timers: renamed(passed, TIMERS),
    removals: removalsOf(passed),
  };
}

/**
 * A rollout of schema 2 as schema 3 has it: what asked for it has become what it serves. One that a newer image ended was
 * ended by nobody, so it is no person's refusal.
 */
export function upgradeRollout(body: Body): Body {
  const { cause, abort, failure, ...same } = body;
  const isSuperseded = isObject(abort) && typeof abort["supersededBy"] === "string";
  return {
    ...same,
    cause: isObject(cause) ? upgradeCause(cause) : cause,
    abort: isSuperseded ? null : withoutSuperseded(abort),
    failure: isSuperseded && isObject(failure) ? { ...failure, error: "Superseded" } : failure,
  };
}

/** A rollout of schema 3 as schema 4 has it: since when it waited was not kept, so nothing of that moves its deadline. */
export function upgradeWaits({ waiting, ...same }: Body): Body {
  const since = isObject(waiting) ? { since: waiting["until"], isDeclared: false } : {};
  return {
    ...same,
    waiting: isObject(waiting) ? { ...waiting, ...since } : waiting,
    leg: { number: 1, polls: 0 },
    needsPerson: null,
    settlement: null,
    reversals: [],
  };
}

function upgradeCause({ reason, by, at, evidence }: Body): Body {
  const said = isObject(evidence) && typeof evidence["reason"] === "string" ? evidence["reason"] : null;
  return { reason, by, at, evidence, serves: [said ?? `asked for by ${String(by)}`] };
}

function withoutSuperseded(abort: unknown): unknown {
  if (!isObject(abort)) return abort;
  const { supersededBy: _, ...same } = abort;
  return same;
}

/** A generation of schema 1 as schema 2 has it. Where its traffic comes from was not kept. */
export function upgradeFirstGeneration(body: Body): Body {
  const { template } = body;
  if (!isObject(template)) return { ...body, trafficPlace: null };
  const { madeFrom, ours, ...same } = template;
  return { ...body, trafficPlace: null, template: { ...same, baseVersion: madeFrom, ownedByMoult: ours } };
}

/** A generation of schema 2 as schema 3 has it. What was expected of its servers was not kept. */
export const upgradeGeneration = (body: Body): Body => ({ ...body, expectations: null });

const isObject = (value: unknown): value is Body =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const upgradeAbort = ({ by, at, ...same }: Body): Body => ({ ...same, requestedBy: by, requestedAt: at });
const upgradeFailure = ({ blamesImage, ...same }: Body): Body => ({ ...same, imageAtFault: blamesImage });

function upgradeHold(hold: unknown): unknown {
  if (!isObject(hold)) return hold;
  const { was, heldAt, ...same } = hold;
  return { ...same, originalMin: was, heldMin: heldAt };
}

function renamed(passed: readonly [string, unknown][], names: Readonly<Record<string, string>>): Body {
  return Object.fromEntries(
    passed.flatMap(([mark, at]) => (names[mark] === undefined ? [] : [[names[mark], at]])),
  );
}

function removalsOf(passed: readonly [string, unknown][]): Body {
  const removals: Record<string, { toZeroAt: unknown; unseenSince: unknown }> = {};
  for (const [mark, at] of passed) {
    const [, group, what] = /^(.+)-(to-zero|unseen)$/.exec(mark) ?? [];
    if (group === undefined) continue;
    const removal = (removals[group] ??= { toZeroAt: null, unseenSince: null });
    if (what === "to-zero") removal.toZeroAt = at;
    else removal.unseenSince = at;
  }
  return removals;
}
