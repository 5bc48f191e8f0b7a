import type { LedgerItem } from "../../../src/ledger/ledger.ts";

type Body = LedgerItem["body"];
interface Rollout {
  readonly cause: unknown;
  readonly declaration: unknown;
  readonly kind: unknown;
  readonly milestones: Readonly<Record<string, number>>;
  readonly timers: Readonly<Record<string, number>>;
  readonly removals: Readonly<Record<string, { toZeroAt: number | null; unseenSince: number | null }>>;
  readonly abort: Body | null;
  readonly failure: Body | null;
  readonly holds: readonly Body[];
}

const MARK_OF: Readonly<Record<string, string>> = {
  handoff: "handed-off",
  "traffic-reverted": "traffic-returned",
  inconclusive: "in-doubt",
  "traffic-moved": "moved",
  "servers-joined": "joined",
};

/** The body of a rollout as code of schema 1 wrote it: marks in one bag, other names, no declaration. */
export function rolloutOfSchema1(body: Body): Body {
  const { cause, declaration, kind, milestones, timers, removals, abort, failure, holds, ...same } =
    body as unknown as Rollout & Body;
  void [declaration, kind];
  const passed = Object.entries({ ...milestones, ...timers }).map(([name, at]) => [
    MARK_OF[name] ?? name,
    at,
  ]);
  const groups = Object.entries(removals).flatMap(([group, { toZeroAt, unseenSince }]) => [
    ...(toZeroAt === null ? [] : [[`${group}-to-zero`, toZeroAt]]),
    ...(unseenSince === null ? [] : [[`${group}-unseen`, unseenSince]]),
  ]);
  return {
    ...same,
    request: cause,
    marks: Object.fromEntries([...passed, ...groups]) as unknown,
    abort: abort && renamed(abort, { requestedBy: "by", requestedAt: "at" }),
    failure: failure && renamed(failure, { imageAtFault: "blamesImage" }),
    holds: holds.map((each) => renamed(each, { originalMin: "was", heldMin: "heldAt" })),
  };
}

/** The body of a generation as code of schema 1 wrote it. */
export function generationOfSchema1({ trafficPlace, template, ...same }: Body): Body {
  void trafficPlace;
  return {
    ...same,
    template: renamed(template as Body, { baseVersion: "madeFrom", ownedByMoult: "ours" }),
  };
}

const renamed = (body: Body, names: Readonly<Record<string, string>>): Body =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [names[name] ?? name, value]));
