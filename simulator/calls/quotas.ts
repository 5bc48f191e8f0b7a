import { ServiceFault } from "../services/operation.ts";
import { FURTHER_QUOTAS, type Quota, REQUEST_QUOTAS, throttlingError } from "./quota-table.ts";

type Input = Readonly<Record<string, unknown>>;

interface Bucket {
  tokens: number;
  /** When `tokens` was true, milliseconds since 1970. */
  at: number;
}

/** The account's request quotas over virtual time. */
export interface Quotas {
  /** Takes what one call costs from every bucket it draws on, or throws the service's throttling error and takes nothing. */
  take(service: string, action: string, input: Input): void;
}

export function createQuotas(now: () => number): Quotas {
  const buckets = new Map<Quota, Map<string, Bucket>>();
  const bucketOf = (quota: Quota, action: string): Bucket => {
    const name = quota.perAction ? action : "";
    const ofQuota = buckets.get(quota) ?? new Map<string, Bucket>();
    const bucket = ofQuota.get(name) ?? { tokens: quota.capacity, at: now() };
    const seconds = (now() - bucket.at) / 1000;
    bucket.tokens = Math.min(quota.capacity, bucket.tokens + seconds * quota.refill);
    bucket.at = now();
    ofQuota.set(name, bucket);
    buckets.set(quota, ofQuota);
    return bucket;
  };

  return {
    take: (service, action, input) => {
      const fits = (quota: Quota): boolean =>
        quota.service === service && quota.actions.test(action) && (quota.when?.(input) ?? true);
      const request = REQUEST_QUOTAS.find(fits);
      const quotas = [...(request ? [request] : []), ...FURTHER_QUOTAS.filter(fits)];
      const draws = quotas.map((quota) => ({
        bucket: bucketOf(quota, action),
        cost: quota.cost?.(input) ?? 1,
      }));
      if (draws.some(({ bucket, cost }) => bucket.tokens < cost)) {
        const { code, message, status } = throttlingError(service);
        throw new ServiceFault(code, message, status);
      }
      for (const { bucket, cost } of draws) bucket.tokens -= cost;
    },
  };
}
