import { dueFirst } from "../../domain/age/due-at.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { learnedFrom, unjudgedKinds } from "../../domain/drift/drift-kinds.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import {
  changedFindings,
  type ChangedFindings,
  standsAfter,
} from "../../domain/findings/changed-findings.ts";
import { type ActedOn, unlessReturned } from "../../domain/findings/returned.ts";
import { judgeServer } from "../../domain/findings/judge-server.ts";
import type { ScheduledNotice } from "../../domain/notices/scheduled-notice.ts";
import type { Generation } from "../../domain/generation.ts";
import type { DueFirst } from "../../ledger/found/due-first.ts";
import type { StoredGeneration } from "../../ledger/generations.ts";

/** One fleet as a scan finds it: what the ledger says was read after its servers were. */
interface ScannedFleet {
  readonly fleet: Fleet;
  readonly live: StoredGeneration;
  /** The live generation with what was pinned now. */
  readonly pinned: Generation;
  readonly servers: readonly ServerFacts[];
  /** What AWS has scheduled, by instance id. */
  readonly notices: ReadonlyMap<string, readonly ScheduledNotice[]>;
  readonly standing: readonly Finding[];
  /** The drifts that servers were replaced for before. */
  readonly acted: readonly ActedOn[];
  /** When the scan began, milliseconds since 1970: what was launched since is for the next one. */
  readonly startedAt: number;
  /** Whether all its servers were read, so that they show what template and group leave open. */
  readonly learns: boolean;
  readonly now: number;
}

/** What is to be written about a fleet. */
export interface FleetFindings extends ChangedFindings {
  readonly fleet: string;
  /** The findings that stood before. */
  readonly standing: readonly Finding[];
  /** The findings that stand when the changes are written. */
  readonly stands: readonly Finding[];
}

export interface JudgedFleet extends FleetFindings {
  /** All that there is to be found now, new or not. */
  readonly found: readonly Finding[];
  /** The generation with what was pinned now or its servers have shown; null: nothing new. */
  readonly learned: StoredGeneration | null;
  /** The server that is due for its age before all others; undefined: it was not asked for. */
  readonly dueFirst: DueFirst | null | undefined;
  /** How many servers the live generation has; undefined: nobody has to know. */
  readonly counted: { readonly generation: number; readonly servers: number } | undefined;
}

/** Judges the live generation's servers, and says what that changes of the findings that stand. */
export function judgeFleet(scanned: ScannedFleet): JudgedFleet {
  const { fleet, live, pinned, servers, notices, standing, acted, startedAt, learns, now } = scanned;
  const { group, number: generation } = pinned;
  const own = servers.filter((each) => each.group === group && each.launchedAt < startedAt);
  const oldestFirst = own.toSorted((a, b) => a.launchedAt - b.launchedAt || (a.id < b.id ? -1 : 1));
  const expectations =
    pinned.expectations && learns ? learnedFrom(pinned.expectations, oldestFirst) : pinned.expectations;
  const { age, drift, health, access } = fleet;
  const judged = { age, drift, health, generation, expectations, now };
  const launched = { image: pinned.image, templateVersion: pinned.template.baseVersion };
  const found = own.flatMap((server) =>
    judgeServer(server, { ...judged, notices: notices.get(server.id) ?? [] }).map((each) =>
      unlessReturned(each, { ...launched, launchedAt: server.launchedAt }, acted),
    ),
  );
  const seen = {
    servers: new Map(own.map((server) => [server.id, server])),
    found,
    unjudged: (server: ServerFacts) => unjudgedKinds(expectations, server),
    generation,
    age,
    access,
    now,
  };
  const changes = changedFindings(standing, seen);
  return {
    fleet: fleet.fleet,
    found,
    standing,
    ...changes,
    stands: standsAfter(standing, changes),
    learned:
      expectations === live.generation.expectations
        ? null
        : { generation: { ...pinned, expectations }, revision: live.revision },
    dueFirst: learns ? firstOf(oldestFirst, fleet, generation) : undefined,
    counted: countedOf(scanned),
  };
}

/** The live generation's servers counted; undefined: nobody has to know, or not all of them were read. */
function countedOf({ fleet, pinned, servers, learns }: ScannedFleet): JudgedFleet["counted"] {
  if (!learns || fleet.recycle?.by !== "servers") return undefined;
  const own = servers.filter(({ group }) => group === pinned.group);
  return { generation: pinned.number, servers: own.length };
}

/** The server that is due first, and how old the oldest is; undefined: no age is declared. */
function firstOf(
  oldestFirst: readonly ServerFacts[],
  { age }: Pick<Fleet, "age">,
  generation: number,
): DueFirst | null | undefined {
  if (age === undefined) return undefined;
  const [oldest] = oldestFirst;
  const first = dueFirst(oldestFirst, age);
  if (first === null || oldest === undefined) return null;
  return { server: first.id, generation, launchedAt: first.launchedAt, oldestAt: oldest.launchedAt };
}
