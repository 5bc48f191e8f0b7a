import { describeTaggedGroups } from "../aws/auto-scaling/auto-scaling.ts";
import type { Run } from "../domain/run/run.ts";
import type { RunPointers } from "../domain/run/run-pointers.ts";
import { listSummaries } from "../ledger/board/summaries.ts";
import { listFleetNames } from "../ledger/fleets.ts";
import { readableVerdicts } from "../ledger/image-verdicts.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import type { Known } from "./known.ts";
import { chosenNow, type Share } from "./sweep-order.ts";

/** A call for each target group that has traffic. An account's reads of load balancers are 50 a second (aws-facts 2), for all rollouts, too. */
const SERVED: Share = { atLeast: 1000, atMost: 1000 };
/** Seven calls or eight for a fleet: 1,200 fleets are looked at once an hour, 10,000 three times a day. */
const NEIGHBOURS: Share = { atLeast: 10, atMost: 100 };

/**
 * Reads what concerns all fleets: their names, where the runs are that do not rest, and which groups carry their tags. One query
 * each, and one call for a hundred groups.
 */
export async function readKnown(
  kinds: readonly RunKind<Run>[],
  { ledger, aws, clock }: Pick<SweepContext, "ledger" | "aws" | "clock">,
): Promise<Known> {
  const names = await listFleetNames(ledger);
  const pointers = new Map<RunKind<Run>, ReadonlyMap<string, RunPointers>>();
  for (const kind of kinds) pointers.set(kind, await kind.runs.pointers(ledger));
  // What the ledger says is carried out and told also while Auto Scaling does not answer.
  const [tagged] = await Promise.allSettled([taggedNames(aws)]);
  const read = tagged.status === "fulfilled" ? tagged.value : new Map<string, string[]>();
  const now = clock.now();
  const lookedAt = {
    served: chosenNow(names, now, SERVED),
    neighbours: chosenNow(names, now, NEIGHBOURS),
  };
  return {
    names,
    kinds,
    pointers,
    verdicts: await readableVerdicts(ledger),
    summaries: await listSummaries(ledger),
    lookedAt,
    tagged: read,
    unread: tagged.status === "rejected" ? tagged.reason : null,
  };
}

async function taggedNames(aws: SweepContext["aws"]): Promise<Map<string, string[]>> {
  const tagged = new Map<string, string[]>();
  for (const { name, tags, deleting } of (
    await describeTaggedGroups(aws.autoScaling, "moult:fleet")
  ).values()) {
    const fleet = tags["moult:fleet"] ?? "";
    if (fleet !== "" && !deleting) tagged.set(fleet, [...(tagged.get(fleet) ?? []), name]);
  }
  return tagged;
}
