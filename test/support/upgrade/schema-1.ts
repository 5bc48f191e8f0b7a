import type { LedgerItem } from "../../../src/ledger/ledger.ts";

type Body = LedgerItem["body"];
interface Rollout {
  readonly cause: { readonly reason: unknown; readonly by: unknown; readonly at: unknown };
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

/** The body of a rollout as code of schema 2 wrote it: it was begun for a request, and a newer one could end it. */
export function rolloutOfSchema2(body: Body): Body {
  const { cause, abort, imageTo } = body as unknown as Rollout & Body;
  const { reason, by, at } = cause;
  const evidence = { reason: "new kernel" };
  return {
    ...body,
    cause: { reason, image: imageTo, force: true, by, at, evidence },
    abort: abort && { ...abort, supersededBy: null },
  };
}

/** The body of a rollout as code of schema 1 wrote it: marks in one bag, other names, no declaration. */
export function rolloutOfSchema1(later: Body): Body {
  const body = rolloutOfSchema2(later);
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

/** The body of a generation as code of schema 2 wrote it: it knew nothing of what is expected of servers. */
export function generationOfSchema2({ expectations, ...same }: Body): Body {
  void expectations;
  return same;
}

/** The body of a generation as code of schema 1 wrote it. */
export function generationOfSchema1(later: Body): Body {
  const { trafficPlace, template, ...same } = generationOfSchema2(later);
  void trafficPlace;
  return {
    ...same,
    template: renamed(template as Body, { baseVersion: "madeFrom", ownedByMoult: "ours" }),
  };
}

const renamed = (body: Body, names: Readonly<Record<string, string>>): Body =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [names[name] ?? name, value]));
