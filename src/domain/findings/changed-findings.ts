import type { AgeSettings } from "../age/age-settings.ts";
import { ageDueAt } from "../age/due-at.ts";
import type { ServerFacts } from "../drift/server-facts.ts";
import { type Finding, findingKey } from "./finding.ts";

/** One fleet as a whole scan saw it. */
interface Seen {
  /** The servers that were judged, by id. */
  readonly servers: ReadonlyMap<string, ServerFacts>;
  readonly found: readonly Finding[];
  /** Number of the live generation: a finding about a server of another one is over. */
  readonly generation: number;
  readonly age: AgeSettings | undefined;
  readonly now: number;
}

/** What a scan changes of the findings that stand; nothing where it saw nothing new. */
export interface ChangedFindings {
  readonly put: readonly Finding[];
  readonly lift: readonly Finding[];
}

/** A server that is not shown may be late in one answer; in two whole scans it is gone. */
const SCANS_UNTIL_GONE = 2;

/** Compares what a whole scan found with the findings that stand. */
export function changedFindings(standing: readonly Finding[], seen: Seen): ChangedFindings {
  const found = new Map(seen.found.map((each) => [findingKey(each), each]));
  const put: Finding[] = [];
  const lift: Finding[] = [];
  for (const stands of standing) {
    const again = found.get(findingKey(stands));
    found.delete(findingKey(stands));
    const next = again === undefined ? unlessOver(stands, seen) : renewed(stands, again);
    if (next === null) lift.push(stands);
    // One that nobody was told of is put again, so that it is.
    else if (next !== stands || !next.isPublished) put.push(next);
  }
  return { put: [...found.values(), ...put], lift };
}

/** A finding that stands keeps since when, and when it is due; what the declaration makes of it is as it is declared now. */
function renewed(stands: Finding, again: Finding): Finding {
  const dueAt = stands.kind === "age" ? again.dueAt : stands.dueAt;
  const next = {
    ...stands,
    dueAt,
    mode: again.mode,
    observed: again.observed,
    expected: again.expected,
    absentIn: 0,
  };
  return JSON.stringify(next) === JSON.stringify(stands) ? stands : next;
}

/** What becomes of a finding that was not found again; null: it is over. */
function unlessOver(stands: Finding, { servers, generation, age, now }: Seen): Finding | null {
  if (stands.generation !== generation) return null;
  const server = servers.get(stands.server);
  if (server === undefined) {
    const absentIn = stands.absentIn + 1;
    return absentIn >= SCANS_UNTIL_GONE ? null : { ...stands, absentIn };
  }
  // A server that was due stays due: only another declaration lifts that, never a clock that is behind.
  const isDueStill = stands.kind === "age" && age !== undefined && ageDueAt(server, age) === stands.dueAt;
  return isDueStill && now < stands.dueAt ? stands : null;
}
