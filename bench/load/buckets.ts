import type { CallRecord } from "../../simulator/calls/call-log.ts";
import { FURTHER_QUOTAS, type Quota, REQUEST_QUOTAS } from "../../simulator/calls/quota-table.ts";

/** What was drawn from one of the account's token buckets, and how long it needs at least to give that. */
export interface Drawn {
  readonly bucket: string;
  readonly tokens: number;
  readonly boundSeconds: number;
}

/** The buckets by the time they need for these calls, the slowest first: none can be faster than its refill. */
export function drawnFrom(calls: readonly CallRecord[]): Drawn[] {
  const buckets = new Map<string, { quota: Quota; tokens: number }>();
  for (const call of calls) {
    for (const quota of quotasOf(call)) {
      const name = nameOf(quota, call.action);
      const bucket = buckets.get(name) ?? { quota, tokens: 0 };
      bucket.tokens += quota.cost?.(call.input) ?? 1;
      buckets.set(name, bucket);
    }
  }
  return [...buckets]
    .map(([bucket, { quota, tokens }]) => ({
      bucket,
      tokens,
      boundSeconds: Math.max(0, (tokens - quota.capacity) / quota.refill),
    }))
    .sort((a, b) => b.boundSeconds - a.boundSeconds);
}

/** As simulator/calls/quotas.ts draws: on the first quota of requests that fits, and on all further ones. */
function quotasOf({ service, action, input }: CallRecord): Quota[] {
  const fits = (quota: Quota): boolean =>
    quota.service === service && quota.actions.test(action) && (quota.when?.(input) ?? true);
  const request = REQUEST_QUOTAS.find(fits);
  return [...(request ? [request] : []), ...FURTHER_QUOTAS.filter(fits)];
}

const nameOf = ({ service, perAction, actions, capacity, refill }: Quota, action: string): string =>
  `${service} ${perAction ? action : actions.source === "." ? "all" : actions.source} ${capacity}/${refill}`;
