import { scheduledNotices } from "../../aws/ec2/scheduled-notices.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { findingKey } from "../../domain/findings/finding.ts";
import { noticeFindings } from "../../domain/notices/scheduled-notice.ts";
import type { Run } from "../../domain/run/run.ts";
import { listFindings } from "../../ledger/findings.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { writeFindings } from "../scan/write-findings.ts";
import type { InstanceReportedContext } from "./context.ts";
import { holdReported } from "./hold-reported.ts";

/** Generations whose servers serve, or may come to. */
const ALIVE: readonly string[] = ["launching", "live"];

/**
 * Writes down what AWS has scheduled for a server while a run is changing its fleet: AWS does not wait for that. All else is left to the
 * scan after the run, as what a server should be may change meanwhile. The run takes the server away, or whoever decides at its end
 * finds it; until then status says that it waits. Null: nothing is scheduled, or the server is of no generation that serves or may.
 */
export async function judgeNotices(
  fleet: Fleet,
  { server, run, actor }: { readonly server: ServerFacts; readonly run: Run; readonly actor: string },
  context: InstanceReportedContext,
): Promise<string | null> {
  const { ledger, clock } = context;
  const generations = await listGenerations(ledger, fleet.fleet);
  const own = generations.find(({ generation }) => generation.group === server.group)?.generation;
  if (own === undefined || !ALIVE.includes(own.state)) return null;
  const notices = (await scheduledNotices(context.aws.ec2, server.id)).get(server.id) ?? [];
  const about = { server: server.id, generation: own.number, settings: fleet.health };
  const found = noticeFindings(notices, about, clock.now());
  if (found.length === 0) return null;
  const standing = await listFindings(ledger, fleet.fleet);
  const known = new Set(standing.filter(({ isPublished }) => isPublished).map(findingKey));
  const put = found.filter((each) => !known.has(findingKey(each)));
  const changes = { fleet: fleet.fleet, standing, put, lift: [], stands: [] };
  if (put.some(({ mode }) => mode === "replace")) await holdReported(changes, { ...context, actor });
  await writeFindings(changes, { ...context, actor });
  const fields = found.map(({ field }) => field).join(", ");
  return `${fields} found; it waits for the end of ${run.kind} ${run.id}, which is changing the fleet`;
}
