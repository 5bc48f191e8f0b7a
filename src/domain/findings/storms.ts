import type { Finding } from "./finding.ts";

/** Findings of one kind, field and value that came up on many fleets at once: somebody's change of all, or a fault of ours. */
export interface Storm {
  readonly key: string;
  readonly kind: Finding["kind"];
  readonly field: string;
  /** Empty for an age: each server has its own. */
  readonly observed: string;
  readonly fleets: number;
}

interface StandingFinding {
  readonly fleet: string;
  readonly finding: Finding;
}

const LEAST_FLEETS = 5;
const SHARE = 1 / 5;
/** An age that is found so much later than it was due was made due by a declaration, not by time. */
const SUDDEN_MS = 3600_000;

/** What makes findings the same in a storm; null: this one belongs to none. */
export function stormKey({ kind, field, observed, since, dueAt, mode }: Finding): string | null {
  if (mode !== "replace") return null;
  if (kind === "age") return since - dueAt > SUDDEN_MS ? "age" : null;
  return `${kind}#${field}#${observed}`;
}

/**
 * The storms among all findings that stand: on more than a fifth of the fleets that were `judged`, and on five at least. Of a
 * fleet that was not, nobody knows whether it has the same: it counts by what stands of it, and is no sign against a storm.
 */
export function stormsAmong(standing: readonly StandingFinding[], judged: number): Storm[] {
  const byKey = new Map<string, { readonly finding: Finding; readonly on: Set<string> }>();
  for (const { fleet, finding } of standing) {
    const key = stormKey(finding);
    if (key === null) continue;
    const storm = byKey.get(key) ?? { finding, on: new Set<string>() };
    storm.on.add(fleet);
    byKey.set(key, storm);
  }
  return [...byKey].flatMap(([key, { finding, on }]) => {
    if (on.size < LEAST_FLEETS || on.size <= judged * SHARE) return [];
    const { kind, field } = finding;
    return { key, kind, field, observed: kind === "age" ? "" : finding.observed, fleets: on.size };
  });
}
