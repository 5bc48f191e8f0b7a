import type { FleetAhead } from "../../domain/calendar/fleet-ahead.ts";

/** What becomes of one server. Milliseconds since 1970. */
export interface ServerOutlook {
  readonly server: string;
  /** Null: the scan has not shown it. */
  readonly launchedAt: number | null;
  /** When it is due for its age; null: no age is declared. */
  readonly dueAt: number | null;
  /** What was found of it for which it is to be replaced, in words. */
  readonly findings: readonly string[];
  /** When the run begins that replaces it with all others; null: none does in this time. */
  readonly replacedAt: number | null;
}

/** The servers of one fleet, those that are due first the first: the first run replaces all of them. */
export function serverOutlooks(
  { due, state }: FleetAhead,
  firstRun: { readonly at: number } | null,
): ServerOutlook[] {
  const found = new Map<string, string[]>();
  for (const { server, mode, field, observed, expected } of state.findings) {
    if (mode !== "replace") continue;
    found.set(server, [...(found.get(server) ?? []), `${field} is ${observed}, expected ${expected}`]);
  }
  const replacedAt = state.open === null ? (firstRun?.at ?? null) : null;
  const known = due.map(({ id, launchedAt, dueAt }) => ({ id, launchedAt, dueAt }));
  const ids = new Set(known.map(({ id }) => id));
  const others = [...found.keys()].filter((id) => !ids.has(id));
  return [...known, ...others.map((id) => ({ id, launchedAt: null, dueAt: null }))].map(
    ({ id, launchedAt, dueAt }) => ({
      server: id,
      launchedAt,
      dueAt,
      findings: found.get(id) ?? [],
      replacedAt,
    }),
  );
}
