import type { Notices } from "../../aws/ec2/scheduled-notices.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Generation } from "../../domain/generation.ts";
import { readActedOn } from "../../ledger/found/acted-on.ts";
import { listFindings } from "../../ledger/findings.ts";
import type { StoredGeneration } from "../../ledger/generations.ts";
import type { ScanContext } from "./context.ts";
import { type JudgedFleet, judgeFleet } from "./judge-fleet.ts";

interface Seen {
  readonly live: StoredGeneration;
  /** The live generation with what was pinned now; not there: nothing was. */
  readonly pinned?: Generation;
  /** What was read: all servers of the fleet, or the only one. */
  readonly servers: readonly ServerFacts[];
  readonly notices: Notices;
  /** When the reading began, milliseconds since 1970. */
  readonly startedAt: number;
  /** The one server that was read, by id; null: the fleet was read as a whole. */
  readonly only: string | null;
}

/** Judges servers of a fleet by its live generation, beside the findings that stand about them. */
export async function judgeServers(
  fleet: Fleet,
  { live, pinned = live.generation, servers, notices, startedAt, only }: Seen,
  { ledger, clock }: Pick<ScanContext, "ledger" | "clock">,
): Promise<JudgedFleet> {
  const [all, acted] = await Promise.all([
    listFindings(ledger, fleet.fleet),
    readActedOn(ledger, fleet.fleet),
  ]);
  const standing = only === null ? all : all.filter(({ server }) => server === only);
  const seen = { live, pinned, servers, notices, standing, acted, startedAt, learns: only === null };
  return judgeFleet({ fleet, ...seen, now: clock.now() });
}
