import * as z from "zod";
import type { Carrier } from "../domain/run/may-still-run.ts";
import { InvalidInput, LeaseLost } from "../errors/errors.ts";
import { againOnConflict } from "./conflict.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerItem, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/**
 * What a lease is about: a fleet, or one generation of it that has been released, whose group and template version are all
 * that may be changed under it.
 */
export interface LeaseScope {
  readonly fleet: string;
  readonly generation?: number | undefined;
}

/** The right to change what it is about. `fence` counts the holders and never goes down; `owner` is null once released. */
export interface Lease {
  readonly owner: string | null;
  readonly fence: number;
  /** Milliseconds since 1970, by the clock of whoever took or renewed it. */
  readonly expiresAt: number;
  /** What carries the owner, as it said when it took the lease; not there in a lease of 0.1.0. */
  readonly carrier?: Carrier;
}

export type LeaseAnswer =
  | { readonly taken: true; readonly lease: Lease }
  | { readonly taken: false; readonly holder: Lease };

export interface LeaseClaim extends LeaseScope {
  readonly owner: string;
  readonly fence: number;
}

/** Who wants a lease, for how long. */
type NewClaim = Omit<LeaseClaim, "fence"> & {
  readonly now: number;
  readonly ttlSeconds: number;
  readonly carrier?: Carrier | undefined;
};

/**
 * How far apart two clocks may be. The holder stops this long before the lease expires, others wait this long after
 * it, so even two clocks that are each off by this much never see two holders, and a call under way has time to end.
 */
export const CLOCK_MARGIN_MS = 10_000;

const record = defineRecord<Lease>({
  kind: "lease",
  schema: 1,
  shape: z.object({
    owner: z.string().min(1).nullable(),
    fence: z.int().min(1),
    expiresAt: z.number(),
    carrier: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("step-functions"), machine: z.string() }),
        z.object({ kind: z.literal("process"), host: z.string(), pid: z.int() }),
      ])
      .exactOptional(),
  }),
});

/** The lease as it is recorded, held, expired or released; undefined when nobody ever took it. */
export async function readLease(
  ledger: Ledger,
  fleet: string,
  generation?: number,
): Promise<Lease | undefined> {
  const item = await ledger.get(keyOf({ fleet, generation }));
  return item && record.parse(item);
}

/**
 * Takes the lease when it is free, renews it (same fence) when `owner` holds it still, and otherwise answers who
 * holds it. Throws InvalidInput when `ttlSeconds` leaves nothing after the clock margin.
 */
export async function takeLease(ledger: Ledger, claim: NewClaim): Promise<LeaseAnswer> {
  const { owner, now, carrier } = claim;
  const by = carrier && { carrier };
  const expiresAt = expiry(claim);
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(claim));
    if (item === undefined) {
      return taken(
        await ledger.put(record.write(keyOf(claim), { owner, fence: 1, expiresAt, ...by }), "absent"),
      );
    }
    const lease = record.parse(item);
    if (lease.owner === owner && now < lease.expiresAt) {
      return taken(await extend(ledger, item, { expiresAt, ...by }));
    }
    if (lease.owner !== null && lease.owner !== owner && now < lease.expiresAt + CLOCK_MARGIN_MS) {
      return { taken: false, holder: lease };
    }
    const next = { owner, fence: lease.fence + 1, expiresAt, ...by };
    return taken(await ledger.put(record.write(item, next), item.revision));
  });
}

/**
 * Takes the lease with a new fence even from `owner` itself: an execution that takes over a rollout must not share a fence
 * with the one before, whose calls may still be under way. Another owner's live lease is left alone.
 */
export async function seizeLease(ledger: Ledger, claim: NewClaim): Promise<LeaseAnswer> {
  const { owner, now, carrier } = claim;
  const by = carrier && { carrier };
  const expiresAt = expiry(claim);
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(claim));
    if (item === undefined) {
      return taken(
        await ledger.put(record.write(keyOf(claim), { owner, fence: 1, expiresAt, ...by }), "absent"),
      );
    }
    const lease = record.parse(item);
    if (lease.owner !== null && lease.owner !== owner && now < lease.expiresAt + CLOCK_MARGIN_MS) {
      return { taken: false, holder: lease };
    }
    const next = { owner, fence: lease.fence + 1, expiresAt, ...by };
    return taken(await ledger.put(record.write(item, next), item.revision));
  });
}

/** Extends a lease that nobody else has taken since. Throws LeaseLost when the owner or the fence is another one. */
export async function renewLease(
  ledger: Ledger,
  claim: LeaseClaim & { readonly now: number; readonly ttlSeconds: number },
): Promise<Lease> {
  const expiresAt = expiry(claim);
  return againOnConflict(async () => {
    const { item } = await ownedLease(ledger, claim);
    return record.parse(await extend(ledger, item, { expiresAt }));
  });
}

/**
 * Answers the lease if its holder may still act on it. Throws LeaseLost when somebody else holds it, and from
 * CLOCK_MARGIN_MS before it expires.
 */
export async function checkLease(
  ledger: Ledger,
  claim: LeaseClaim & { readonly now: number },
): Promise<Lease> {
  const { lease } = await ownedLease(ledger, claim);
  const left = lease.expiresAt - CLOCK_MARGIN_MS - claim.now;
  if (left > 0) return lease;
  throw new LeaseLost(
    `the lease of ${claim.owner} on ${nameOf(claim)} (fence ${claim.fence}) ran out ${-left} ms ago, ` +
      `${CLOCK_MARGIN_MS} ms before its expiry: renew it before acting`,
  );
}

/**
 * Gives the lease back; its fence stays recorded. A lease that is not held under this claim (any more) is left alone,
 * and, given `expiresAt`, one that was renewed since it ran until then: another try of the same step goes on with it.
 * Answers whether it was given back.
 */
export function releaseLease(
  ledger: Ledger,
  claim: LeaseClaim & { readonly expiresAt?: number },
): Promise<boolean> {
  const { owner, fence, expiresAt } = claim;
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(claim));
    if (item === undefined) return false;
    const lease = record.parse(item);
    if (lease.owner !== owner || lease.fence !== fence) return false;
    if (expiresAt !== undefined && lease.expiresAt !== expiresAt) return false;
    await ledger.put(record.write(item, { ...lease, owner: null }), item.revision);
    return true;
  });
}

async function ownedLease(ledger: Ledger, claim: LeaseClaim): Promise<{ item: LedgerItem; lease: Lease }> {
  const item = await ledger.get(keyOf(claim));
  const lease = item && record.parse(item);
  if (item && lease?.owner === claim.owner && lease.fence === claim.fence) return { item, lease };
  const holder = lease ? `${lease.owner ?? "nobody"} (fence ${lease.fence})` : "nobody (it was never taken)";
  throw new LeaseLost(
    `${claim.owner} (fence ${claim.fence}) does not hold the lease on ${nameOf(claim)}, ${holder} does: stop, and leave it to its holder`,
  );
}

/** Never shortens: the owner's other process may already count on the later expiry. */
function extend(
  ledger: Ledger,
  item: LedgerItem,
  { expiresAt, ...by }: Pick<Lease, "expiresAt" | "carrier">,
): Promise<LedgerItem> {
  const lease = record.parse(item);
  const longer = { ...lease, ...by, expiresAt: Math.max(lease.expiresAt, expiresAt) };
  return ledger.put(record.write(item, longer), item.revision);
}

function expiry(claim: LeaseScope & { readonly now: number; readonly ttlSeconds: number }): number {
  const ttl = claim.ttlSeconds * 1000;
  if (ttl > CLOCK_MARGIN_MS) return claim.now + ttl;
  throw new InvalidInput(
    `a lease of ${claim.ttlSeconds} s on ${nameOf(claim)} would end within the clock margin of ${CLOCK_MARGIN_MS} ms: ask for longer`,
  );
}

function taken(item: LedgerItem): LeaseAnswer {
  return { taken: true, lease: record.parse(item) };
}

function keyOf({ fleet, generation }: LeaseScope): LedgerKey {
  const sort = generation === undefined ? "lease" : `lease#${String(generation).padStart(6, "0")}`;
  return { partition: fleetPartition(fleet), sort };
}

/** `web`, or `web/1`. */
const nameOf = ({ fleet, generation }: LeaseScope): string =>
  generation === undefined ? fleet : `${fleet}/${generation}`;
