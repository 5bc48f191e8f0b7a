/** Requests that a rollout will make so many seconds after its start. */
export interface Draw {
  readonly after: number;
  readonly requests: number;
}

/** What is booked of the account's requests. */
export interface RequestBudget {
  /** The last start that was given, milliseconds since 1970. What was to give before it is booked out, or past. */
  readonly last: number;
  /** Requests that are booked from then on, by slots of ten seconds counted from 1970. */
  readonly booked: Readonly<Record<string, number>>;
}

const SLOT_MS = 10_000;
/**
 * Auto Scaling answers all calls of an account from one bucket whose size AWS does not publish (aws-facts 2). The
 * simulator takes ten requests a second for it; eight in a hundred are left for those that come together, and to whoever else uses the account.
 */
const REQUESTS_PER_SLOT = 92;
/** What rollouts may ask for in a day, all together. */
export const requestsPerDay = (REQUESTS_PER_SLOT * 86_400_000) / SLOT_MS;

const slotOf = (instant: number): number => Math.floor(instant / SLOT_MS);

/**
 * When a rollout that asks now may begin: not before who asked earlier, and where there are requests to give. Its own are
 * booked from there on; what a slot has not got comes from the next ones.
 */
export function bookStart(
  { last, booked: before }: RequestBudget,
  draws: readonly Draw[],
  now: number,
): { readonly at: number; readonly budget: RequestBudget } {
  const booked = new Map(Object.entries(before).map(([slot, requests]) => [Number(slot), requests]));
  const bookedIn = (slot: number): number => booked.get(slot) ?? 0;
  let first = slotOf(Math.max(last, now));
  while (bookedIn(first) >= REQUESTS_PER_SLOT) first += 1;
  // In a slot to come one begins after the other, so that they do not all make their first calls at once.
  const spread = first > slotOf(now) ? (first + bookedIn(first) / REQUESTS_PER_SLOT) * SLOT_MS : now;
  const at = Math.max(last, Math.ceil(spread));
  for (const { after, requests } of draws) {
    let left = requests;
    for (let slot = slotOf(at + after * 1000); left > 0; slot += 1) {
      const taken = Math.min(left, REQUESTS_PER_SLOT - bookedIn(slot));
      booked.set(slot, bookedIn(slot) + taken);
      left -= taken;
    }
  }
  const kept = [...booked].filter(([slot]) => slot >= first).sort(([a], [b]) => a - b);
  return { at, budget: { last: at, booked: Object.fromEntries(kept) } };
}
