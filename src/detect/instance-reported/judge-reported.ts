import { scheduledNotices } from "../../aws/ec2/scheduled-notices.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { judgeServers } from "../scan/judge-servers.ts";
import { reportFound, returnedFound } from "../scan/report.ts";
import { writeFindings } from "../scan/write-findings.ts";
import type { InstanceClaim } from "./claim.ts";
import { judgeNotices } from "./judge-notices.ts";
import type { InstanceReportedContext } from "./context.ts";
import { holdReported } from "./hold-reported.ts";

interface Reported {
  readonly claim: InstanceClaim;
  readonly server: ServerFacts;
  /** When the reading of the server began, milliseconds since 1970. */
  readonly startedAt: number;
  readonly actor: string;
}

export interface Judged {
  readonly reason: string;
  readonly rollout: string | null;
}

/**
 * Judges one server of a fleet by its live generation, as a scan judges all of them, and decides about the fleet where that
 * leaves something to act on. Lifts only what this server's own reading disproves.
 */
export async function judgeReported(
  fleet: Fleet,
  { claim, server, startedAt, actor }: Reported,
  context: InstanceReportedContext,
): Promise<Judged> {
  const { ledger } = context;
  const about = `${claim.source} reported ${server.id}`;
  // Read after the server, as the scan does.
  const open = await openFleetRun(ledger, fleet.fleet);
  if (open !== undefined) {
    const { run } = open;
    const noticed = await judgeNotices(fleet, { server, run, actor }, context);
    const later = `${run.kind} ${run.id} is changing the fleet, a scan after it judges the server`;
    return left(`${about}: ${noticed ?? later}`);
  }
  const generations = await listGenerations(ledger, fleet.fleet);
  const live = generations.find(({ generation }) => generation.state === "live");
  if (live === undefined) return left(`${about}: the fleet has no live generation`);
  const { group, number } = live.generation;
  if (server.group !== group)
    return left(`${about}: it is not of ${group}, the group of the live generation ${number}`);
  const notices = await scheduledNotices(context.aws.ec2, server.id);
  const seen = { live, servers: [server], notices, startedAt, only: server.id };
  const judged = await judgeServers(fleet, seen, context);
  const isToAct = (found: readonly Finding[]): boolean => found.some(({ mode }) => mode === "replace");
  // Claims come one by one, and a change of all servers by hundreds: the brake must hold before the next scan, and before
  // what is found is written, since a sweep may come in between.
  if (isToAct(judged.put)) await holdReported(judged, { ...context, actor });
  await writeFindings(judged, { ...context, actor });
  const returned = returnedFound(fleet.fleet, judged.stands);
  await reportFound({ fleet: fleet.fleet, found: returned, isWhole: false }, context);
  // Also when it was found before: whoever found it may have died before deciding.
  const converged = isToAct(judged.found) ? await converge(fleet.fleet, { actor }, context) : undefined;
  return { reason: `${about}: ${outcomeOf(judged)}`, rollout: converged?.execution ?? null };
}

const left = (reason: string): Judged => ({ reason, rollout: null });

function outcomeOf({
  found,
  lift,
}: {
  readonly found: readonly Finding[];
  readonly lift: readonly Finding[];
}): string {
  if (found.length > 0) return found.map(({ field }) => field).join(", ") + " found when it was read";
  return lift.length > 0 ? "nothing is found any more" : "nothing is found, it is as it should be";
}
