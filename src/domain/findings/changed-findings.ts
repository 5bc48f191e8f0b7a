import type { AccessSettings } from "../access/access-settings.ts";
import { laterLogin, loginStands } from "../access/login.ts";
import type { AgeSettings } from "../age/age-settings.ts";
import { ageDueAt } from "../age/due-at.ts";
import type { ServerFacts } from "../drift/server-facts.ts";
import { type Finding, findingKey } from "./finding.ts";

/** One fleet as a whole scan saw it. */
interface Seen {
  /** The servers that were judged, by id. */
  readonly servers: ReadonlyMap<string, ServerFacts>;
  readonly found: readonly Finding[];
  /** The kinds of drift that a server could not be judged by. */
  readonly unjudged: (server: ServerFacts) => ReadonlySet<string>;
  /** Number of the live generation: a finding about a server of another one is over. */
  readonly generation: number;
  readonly age: AgeSettings | undefined;
  readonly access: AccessSettings | undefined;
  readonly now: number;
}

/** What a scan changes of the findings that stand; nothing where it saw nothing new. */
export interface ChangedFindings {
  readonly put: readonly Finding[];
  readonly lift: readonly Finding[];
}

/** The findings that stand when the changes are made. */
export function standsAfter(standing: readonly Finding[], { put, lift }: ChangedFindings): Finding[] {
  const changed = new Set([...put, ...lift].map(findingKey));
  return [...standing.filter((each) => !changed.has(findingKey(each))), ...put];
}

/** A server that is not shown may be late in one answer; in two whole scans it is gone. */
const SCANS_UNTIL_GONE = 2;
/** What a second scan reads so soon may be late for the same cause; and a scan that failed is tried again at once. */
const SCANS_APART_MS = 60_000;

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
  const { mode, observed, expected, evidence } = again;
  const next =
    stands.kind === "access"
      ? laterLogin(present(stands), again)
      : { ...present(stands), dueAt, mode, observed, expected, evidence };
  return JSON.stringify(next) === JSON.stringify(stands) ? stands : next;
}

/** The finding when its server has been shown. */
function present(stands: Finding): Finding {
  if (stands.absentIn === 0) return stands;
  const { absentAt: _, ...shown } = stands;
  return { ...shown, absentIn: 0 };
}

/** What becomes of a finding that was not found again; null: it is over. */
function unlessOver(
  stands: Finding,
  { servers, unjudged, generation, age, access, now }: Seen,
): Finding | null {
  if (stands.generation !== generation) return null;
  const server = servers.get(stands.server);
  if (server === undefined) return unlessGone(stands, now);
  if (stands.kind === "access") return loginStands(present(stands), access);
  // What could not be read lifts nothing.
  if (stands.kind === "drift" && unjudged(server).has(String(stands.evidence["drift"])))
    return present(stands);
  // A server that was due stays due: only another declaration lifts that, never a clock that is behind.
  const isDueStill = stands.kind === "age" && age !== undefined && ageDueAt(server, age) === stands.dueAt;
  return isDueStill && now < stands.dueAt ? stands : null;
}

/** What becomes of a finding whose server was not shown. */
function unlessGone(stands: Finding, now: number): Finding | null {
  const { absentIn, absentAt } = stands;
  if (absentAt !== undefined && now - absentAt < SCANS_APART_MS) return stands;
  return absentIn + 1 >= SCANS_UNTIL_GONE ? null : { ...stands, absentIn: absentIn + 1, absentAt: now };
}
