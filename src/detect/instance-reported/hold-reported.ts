import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { listFleets } from "../../ledger/fleets.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "../scan/answers-of.ts";
import { holdStorms } from "../scan/end/hold-storms.ts";
import { readOpenFleet } from "../scan/open-fleet.ts";
import { isUnreadable } from "../scan/unless-corrupt.ts";
import type { InstanceReportedContext } from "./context.ts";

const READS_AT_ONCE = 25;

interface Put {
  readonly fleet: string;
  /** What is about to be written about it. */
  readonly put: readonly Finding[];
}

/** Holds the storms that one more finding makes of those of all fleets. */
export async function holdReported(
  { fleet: name, put }: Put,
  context: InstanceReportedContext & { readonly actor: string },
): Promise<void> {
  const found = put.map((finding) => ({ fleet: name, finding }));
  const others = (await listFleets(context.ledger)).fleets.map(({ fleet }) => fleet);
  await holdStorms({ found, others, judged: () => countOpen(others, context) }, context);
}

/** How many fleets can be judged now: the others are moving, have no live generation, or cannot be read. */
async function countOpen(
  fleets: readonly Fleet[],
  context: Pick<InstanceReportedContext, "ledger">,
): Promise<number> {
  const read = await settleBounded(fleets, READS_AT_ONCE, (fleet) => readOpenFleet(fleet, context));
  const readable = read.filter((each) => each.status === "fulfilled" || !isUnreadable(each.reason));
  return answersOf(readable).filter((each) => each !== undefined).length;
}
