import type { ApprovalAsk } from "../../src/domain/approval/approval-ask.ts";
import { type Fleet, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import type { BegunRun, ClosedTimes } from "../checkers/brakes/closed-times.ts";
import { type Attempts, NO_ATTEMPTS } from "../../src/domain/decide/attempts.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { Wanted } from "../../src/domain/decide/wanted.ts";
import type { Finding } from "../../src/domain/findings/finding.ts";
import type { Excepted } from "../../src/domain/run/excepted.ts";
import type { LeftOut } from "../../src/domain/recycle/left-out.ts";
import type { RecycleRecord } from "../../src/domain/run/recycle.ts";
import type { RetirementRecord } from "../../src/domain/run/retirement.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { Entry } from "../../src/ledger/entries.ts";
import type { Freeze } from "../../src/ledger/freezes.ts";
import { type ImageVerdict, verdictInForce } from "../../src/ledger/image-verdicts.ts";
import type { StoredStorm } from "../../src/ledger/found/storms.ts";
import type { Lease } from "../../src/ledger/leases.ts";
import type { LedgerKey, LedgerWrite } from "../../src/ledger/ledger.ts";

/** What the ledger says of the one fleet of a run at this instant, kept up to date write by write. */
export interface LedgerView {
  fleet: Fleet | undefined;
  /** By the sort key: `lease` is the fleet's, `lease#000001` that of a generation which is taken down. */
  readonly leases: Map<string, HeldLease>;
  /** By scope: the fleet's partition, or the account's. */
  readonly freezes: Map<string, Freeze>;
  readonly rollouts: Map<string, RolloutRecord>;
  readonly recycles: Map<string, RecycleRecord>;
  readonly retirements: Map<string, RetirementRecord>;
  readonly generations: Map<number, Generation>;
  readonly verdicts: Map<string, ImageVerdict>;
  /** Servers that are due and are left alone for now. */
  left: readonly LeftOut[];
  wanted: Wanted | null;
  except: readonly Excepted[];
  /** What waits for a person's yes, or had it: the newest of each kind. */
  approvals: readonly ApprovalAsk[];
  /** Whether another image or template version needs a yes before it is launched. */
  needsYes: boolean;
  attempts: Attempts;
  /** By the sort key; those that are over, too. */
  readonly storms: Map<string, StoredStorm>;
  /** By the sort key; those that were lifted, too. */
  readonly findings: Map<string, FindingRecord>;
  /** By rollout; calls are not kept. */
  readonly decisions: Map<string, Entry[]>;
  /** Runs that count against the budget, as the ledger has them. */
  begun: readonly BegunRun[];
  /** By the world itself; undefined: runs may begin at any time. */
  brakes: ClosedTimes | undefined;
}

/** A lease, and who held it before this instant: between a look at it and a request that leaves lies a moment. */
interface HeldLease {
  readonly lease: Lease;
  readonly before: Lease | undefined;
  readonly since: number;
}

/** A finding as the ledger has it. */
export interface FindingRecord {
  readonly finding: Finding | null;
  readonly lifted: { readonly since: number; readonly isPublished: boolean; readonly at: number } | null;
}

export const emptyView = (): LedgerView => ({
  fleet: undefined,
  leases: new Map(),
  freezes: new Map(),
  rollouts: new Map(),
  recycles: new Map(),
  retirements: new Map(),
  generations: new Map(),
  verdicts: new Map(),
  left: [],
  wanted: null,
  except: [],
  approvals: [],
  needsYes: false,
  attempts: NO_ATTEMPTS,
  storms: new Map(),
  findings: new Map(),
  decisions: new Map(),
  begun: [],
  brakes: undefined,
});

/** Takes one write in. The records are the project's own; their shapes were checked when they were written. */
export function follow(
  view: LedgerView,
  { partition, sort }: LedgerKey,
  body: LedgerWrite["body"] | undefined,
  now: number,
): void {
  const kind = sort.split("#")[0];
  const as = <T>() => body as unknown as T;
  if (kind === "storm") view.storms.set(sort, as<StoredStorm>());
  if (isOthers(partition, sort)) return;
  if (kind === "begun") view.begun = as<{ readonly begun: readonly BegunRun[] }>().begun;
  if (kind === "approvals") view.approvals = as<{ readonly asks: readonly ApprovalAsk[] }>().asks;
  if (kind === "finding") view.findings.set(sort, as<FindingRecord>());
  else followDecided(view, { partition, sort }, body, now);
}

function followDecided(
  view: LedgerView,
  { partition, sort }: LedgerKey,
  body: LedgerWrite["body"] | undefined,
  now: number,
): void {
  const kind = sort.split("#")[0];
  const as = <T>() => body as unknown as T;
  if (partition === "fleets") view.fleet = declaredIn(body);
  else if (partition === "images") view.verdicts.set(sort, as<ImageVerdict>());
  else if (kind === "lease") keepLease(view, { sort, lease: as<Lease>() }, now);
  else if (kind === "freeze") keepFreeze(view, partition, as<Freeze | undefined>());
  else if (kind === "rollout") view.rollouts.set(as<RolloutRecord>().id, as<RolloutRecord>());
  else if (kind === "recycle") view.recycles.set(as<RecycleRecord>().id, as<RecycleRecord>());
  else if (kind === "retirement") view.retirements.set(as<RetirementRecord>().id, as<RetirementRecord>());
  else if (kind === "generation") view.generations.set(as<Generation>().number, as<Generation>());
  else if (kind === "wanted") view.wanted = as<Wanted>();
  else if (kind === "except") view.except = as<Pick<LedgerView, "except">>().except;
  else if (kind === "left-out") view.left = as<Pick<LedgerView, "left">>().left;
  else if (kind === "attempts") view.attempts = as<Attempts>();
  else if (kind === "entry") keepDecision(view, as<Entry>());
}

/** A fleet that somebody released is not declared any more. */
const declaredIn = (body: LedgerWrite["body"] | undefined): LedgerView["fleet"] =>
  body === undefined
    ? undefined
    : fleetSchema.parse((body as unknown as { declaration: unknown }).declaration);

/** The fleet of a run; there may be others beside it. */
const FLEET = "web";
const isOthers = (partition: string, sort: string): boolean =>
  partition === "fleets" ? sort !== FLEET : partition.startsWith("fleet#") && partition !== `fleet#${FLEET}`;

function keepLease(
  { leases }: LedgerView,
  { sort, lease }: { readonly sort: string; readonly lease: Lease },
  now: number,
): void {
  const held = leases.get(sort);
  leases.set(sort, { lease, before: held?.since === now ? held.before : held?.lease, since: now });
}

/** A freeze that somebody ended is not in the ledger any more. */
function keepFreeze({ freezes }: LedgerView, scope: string, freeze: Freeze | undefined): void {
  if (freeze === undefined) freezes.delete(scope);
  else freezes.set(scope, freeze);
}

/** The lease of the fleet, or that of one generation, as it stands at `now`; and, if it has changed just then, as it stood before. */
export function leasesAt({ leases }: LedgerView, generation: number | undefined, now: number) {
  const held = leases.get(leaseSort(generation));
  return held?.since === now ? [held.lease, held.before] : [held?.lease];
}

const leaseSort = (generation: number | undefined): string =>
  generation === undefined ? "lease" : `lease#${String(generation).padStart(6, "0")}`;

/** The leases that somebody holds. */
export const heldLeases = ({ leases }: LedgerView): { sort: string; owner: string }[] =>
  [...leases].flatMap(([sort, { lease }]) => (lease.owner === null ? [] : [{ sort, owner: lease.owner }]));

/** The runs that have not ended. */
export const openRetirements = ({ retirements }: LedgerView): RetirementRecord[] =>
  [...retirements.values()].filter(({ endedAt }) => endedAt === null);

function keepDecision({ decisions }: LedgerView, entry: Entry): void {
  if (entry.kind === "call" || entry.rollout === null) return;
  const known = decisions.get(entry.rollout);
  if (known === undefined) decisions.set(entry.rollout, [entry]);
  else known.push(entry);
}

/** Whether the rollout wrote this decision down. */
export const hasDecided = ({ decisions }: LedgerView, rollout: string, action: string): boolean =>
  decisions.get(rollout)?.some((entry) => entry.action === action) ?? false;

/** The findings that stand. */
export const standing = ({ findings }: LedgerView): Finding[] =>
  [...findings.values()].flatMap(({ finding }) => finding ?? []);

/** The rollouts that have not ended. */
export const openRollouts = ({ rollouts }: LedgerView): RolloutRecord[] =>
  [...rollouts.values()].filter(({ endedAt }) => endedAt === null);

/** The recycles that have not ended. */
export const openRecycles = ({ recycles }: LedgerView): RecycleRecord[] =>
  [...recycles.values()].filter(({ endedAt }) => endedAt === null);

/** The rollout that could go neither on nor back, and that nobody has settled. */
export const unsettledRollout = ({ rollouts }: LedgerView): RolloutRecord | undefined =>
  [...rollouts.values()].find(({ endedAt, outcome }) => endedAt !== null && outcome === "needs-person");

/** A process whose clock is ahead sees a freeze end so much earlier. */
const MOST_SKEW_MS = 5000;

/** Whether a change of the fleet is forbidden at `now`, on every clock. */
export const isFrozen = ({ freezes }: LedgerView, now: number): boolean =>
  [...freezes.values()].some(
    ({ since, until }) => since < now && now < (until ?? Number.POSITIVE_INFINITY) - MOST_SKEW_MS,
  );

/** Why the fleet may not launch the image: its own quarantine, or that of every fleet. */
export function standingVerdict(
  image: string,
  { verdicts }: Pick<LedgerView, "verdicts">,
): ImageVerdict | undefined {
  const own = [...verdicts].find(([sort]) => sort.startsWith(`${image}#`))?.[1];
  return verdictInForce(own, verdicts.get(image));
}
