import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { listFindings } from "../../ledger/findings.ts";
import type { StoredGeneration } from "../../ledger/generations.ts";
import { type JudgedFleet, judgeFleet } from "./judge-fleet.ts";
import { type WritingContext, writeFindings } from "./write-findings.ts";

interface Seen {
  readonly live: StoredGeneration;
  /** What was read: all servers of the fleet, or the only one. */
  readonly servers: readonly ServerFacts[];
  /** When the reading began, milliseconds since 1970. */
  readonly startedAt: number;
  /** The one server that was read, by id; null: the fleet was read as a whole. */
  readonly only: string | null;
}

/** Judges servers of a fleet by its live generation, and writes down what that changes of the findings. */
export async function judgeServers(
  fleet: Fleet,
  { live: { generation, revision }, servers, startedAt, only }: Seen,
  context: WritingContext,
): Promise<JudgedFleet> {
  const all = await listFindings(context.ledger, fleet.fleet);
  const standing = only === null ? all : all.filter(({ server }) => server === only);
  const learns = only === null;
  const seen = { fleet, live: generation, servers, standing, startedAt, learns };
  const judged = judgeFleet({ ...seen, now: context.clock.now() });
  await writeFindings(fleet.fleet, judged, judged.live === generation ? null : revision, context);
  return judged;
}
