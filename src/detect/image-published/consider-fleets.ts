import type { Fleet } from "../../domain/declaration/fleet.ts";
import { concernedFleets } from "./concerned-fleets.ts";
import { considerFleet, type FleetOutcome } from "./consider-fleet.ts";
import type { ImagePublishedContext } from "./context.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { newestImageReader } from "./newest-image.ts";
import type { TakenEvent } from "./taken-event.ts";

/**
 * Fleets that are written down and started at once. StartExecution has a bucket of 800 with 150 a second in most Regions
 * (aws-facts 2). Each of the ten takes two writes of the ledger and a start, so about 70 ms; were it half as much, 1,300
 * starts would still fit into what the bucket holds and gets back meanwhile. The starter retries beyond that.
 */
const STARTS_AT_ONCE = 10;

interface Considered {
  readonly outcomes: readonly FleetOutcome[];
  /** What was thrown: none of it kept another fleet from its turn. */
  readonly failures: readonly unknown[];
}

/** Finds out which fleets the image concerns, and considers each of them. */
export async function considerFleets(
  fleets: readonly Fleet[],
  taken: TakenEvent,
  context: ImagePublishedContext,
): Promise<Considered> {
  const failures: unknown[] = [];
  const fulfilled = <T>(settled: readonly PromiseSettledResult<T>[]): T[] =>
    settled.flatMap((each) => {
      if (each.status === "fulfilled") return [each.value];
      failures.push(each.reason);
      return [];
    });
  const concerned = fulfilled(await concernedFleets(fleets, taken, context)).flatMap((each) => each ?? []);
  const newest = newestImageReader(context.aws.ec2);
  const considered = await settleBounded(concerned, STARTS_AT_ONCE, (each) =>
    considerFleet(each, taken, { ...context, newest }),
  );
  return { outcomes: fulfilled(considered), failures };
}
