import { dueFirst } from "../../domain/age/due-at.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { learnedFrom } from "../../domain/drift/drift-kinds.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { changedFindings, type ChangedFindings } from "../../domain/findings/changed-findings.ts";
import { judgeServer } from "../../domain/findings/judge-server.ts";
import type { Generation } from "../../domain/generation.ts";

/** One fleet as a scan finds it: what the ledger says was read after its servers were. */
export interface ScannedFleet {
  readonly fleet: Fleet;
  readonly live: Generation;
  readonly servers: readonly ServerFacts[];
  readonly standing: readonly Finding[];
  /** When the scan began, milliseconds since 1970: what was launched since is for the next one. */
  readonly startedAt: number;
  readonly now: number;
}

export interface JudgedFleet extends ChangedFindings {
  /** The generation with what its servers have shown; the same object when they showed nothing new. */
  readonly live: Generation;
  /** The server that is due for its age before all others; null: there is none, or no age is declared. */
  readonly dueFirst: ServerFacts | null;
}

/** Judges the live generation's servers, and says what that changes of the findings that stand. */
export function judgeFleet({ fleet, live, servers, standing, startedAt, now }: ScannedFleet): JudgedFleet {
  const own = servers.filter(({ group, launchedAt }) => group === live.group && launchedAt < startedAt);
  const [first] = own.toSorted((a, b) => a.launchedAt - b.launchedAt);
  const expectations = live.expectations && first ? learnedFrom(live.expectations, first) : live.expectations;
  const judged = { age: fleet.age, drift: fleet.drift, generation: live.number, expectations, now };
  const found = own.flatMap((server) => judgeServer(server, judged));
  const seen = {
    servers: new Map(own.map((server) => [server.id, server])),
    found,
    generation: live.number,
    age: fleet.age,
    now,
  };
  const next = expectations === live.expectations ? live : { ...live, expectations };
  return { ...changedFindings(standing, seen), live: next, dueFirst: dueFirst(own, fleet.age) };
}
