import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Forwarding } from "../../aws/elbv2/forwarding.ts";
import { sharedReads } from "../../aws/elbv2/shared-reads.ts";
import { describeImages, firstLaunch, type Image } from "../../aws/ec2/ec2.ts";
import { blueFault } from "../../domain/rollout-decisions/blue-fault.ts";
import { imageFault } from "../../domain/rollout-decisions/image-fault.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Warning } from "../../domain/neighbours/fault.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import type { Generation } from "../../domain/generation.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { trafficPlaceReason } from "../../domain/traffic-place.ts";
import { targetGroupsIn } from "../../domain/traffic-pairs/pairs-of.ts";
import type { StepContext } from "../../step/step.ts";
import { allForwardings } from "../traffic/other-rules.ts";
import { type HeadroomServices, headroomReason } from "./headroom.ts";
import { type Beside, examineBeside } from "./neighbours.ts";
import { type Planned, plannedRecord } from "./planned-record.ts";

export type PlanServices = HeadroomServices | "ec2" | "autoScaling" | "ssm" | "imageBuilder";

type Refusal = { readonly verdict: "refused" | "nothing-to-do"; readonly reason: string };
export type Plan =
  | {
      readonly rollout: RolloutRecord;
      readonly reason: string;
      /** Beside what it begins, that a person has to know. */
      readonly warnings: readonly Warning[];
    }
  | Refusal;

/** A rollout that was decided on. */
interface Asked extends Omit<Planned, "size"> {
  /** Only servers launched before this instant are a reason for it; null: there are others. */
  readonly onlyLaunchedBefore: number | null;
  /** Those beside the live generation whose servers may be in the fleet's target groups. */
  readonly beside: readonly Generation[];
}

/** The rollout as it would be, and what the account has for it. */
interface Found extends Asked, Planned {
  readonly to: Image | undefined;
  readonly from: Image | undefined;
  readonly blue: Group | undefined;
  /** Blue, and the groups beside it whose servers may be targets. */
  readonly standing: readonly Group[];
  readonly forwardings: readonly Forwarding[];
}

const refused = (reason: string): Refusal => ({ verdict: "refused", reason });
const refusedIf = (reason: string | null): Refusal | null => (reason === null ? null : refused(reason));

type Check = (found: Found, context: StepContext<PlanServices>) => Refusal | null | Promise<Refusal | null>;

/** Moving weights where the live generation has none would move nothing, and lose every request in the end. */
const trafficPlaceCheck: Check = ({ live, fleet }) =>
  refusedIf(live && trafficPlaceReason(live, fleet.traffic));

const imageCheck: Check = ({ imageTo, to, from }) => refusedIf(imageFault(imageTo, to, from));

const blueCheck: Check = ({ live, blue, fleet }) =>
  refusedIf(blueFault(live, blue, fleet.capacity.initial !== undefined));

/** The group may have replaced its old servers by itself since the ledger saw them. */
const launchCheck: Check = async ({ onlyLaunchedBefore, live, blue }, { aws }) => {
  if (onlyLaunchedBefore === null || live === null) return null;
  const first = await firstLaunch(
    aws.ec2,
    (blue?.instances ?? []).map(({ id }) => id),
  );
  if (first !== null && first < onlyLaunchedBefore) return null;
  const oldest = first === null ? "it has none" : `the oldest is of ${formatInstant(first)}`;
  const reason = `no server of generation ${live.number} was launched before ${formatInstant(onlyLaunchedBefore)}: ${oldest}`;
  return { verdict: "nothing-to-do", reason };
};

/** What has to hold for a rollout to begin, in this order: the first refusal wins, and what costs calls comes last. */
const CHECKS: readonly Check[] = [trafficPlaceCheck, imageCheck, blueCheck, launchCheck];

/** What the account says, all at once: whether there is room, and who else is there. */
async function examineAccount(found: Found, context: StepContext<PlanServices>): Promise<Beside> {
  const [room, beside] = await Promise.all([headroomReason(found, context), examineBeside(found, context)]);
  return { ...beside, reasons: [...(room === null ? [] : [room]), ...beside.reasons] };
}

/** Works out how the rollout would be: how large, whether there is room; or why it cannot be. */
export async function planRollout(asked: Asked, given: StepContext<PlanServices>): Promise<Plan> {
  const context = await askingOnce(asked.fleet, given);
  const found = await readAccount(asked, context);
  for (const check of CHECKS) {
    const refusal = await check(found, context);
    if (refusal !== null) return refusal;
  }
  const { reasons, warnings } = await examineAccount(found, context);
  if (reasons.length > 0) return refused(reasons.join("; "));
  const { live, number, imageTo, size, cause } = found;
  const reason = `${size} servers of generation ${live?.number ?? "none"} (${live?.image ?? "no image"}) become generation ${number} (${imageTo}): ${cause.serves.join("; ")}`;
  return { reason, rollout: plannedRecord(found, context.clock.now()), warnings };
}

/** Several ask for the same targets, target groups and rules. */
const askingOnce = async (
  { traffic }: Fleet,
  context: StepContext<PlanServices>,
): Promise<StepContext<PlanServices>> => ({
  ...context,
  aws: { ...context.aws, elbv2: await sharedReads(context.aws.elbv2, targetGroupsIn(traffic)) },
});

/** Reads both images and blue. */
async function readAccount(asked: Asked, { aws }: StepContext<PlanServices>): Promise<Found> {
  const { fleet, live, imageTo, beside } = asked;
  const names = [...(live ? [live] : []), ...beside].map(({ group }) => group);
  const [images, groups, forwardings] = await Promise.all([
    describeImages(aws.ec2, [...new Set([imageTo, ...(live ? [live.image] : [])])]),
    describeGroups(aws.autoScaling, names),
    allForwardings(fleet.traffic, { aws }),
  ]);
  const blue = live ? groups.get(live.group) : undefined;
  return {
    ...asked,
    to: images.get(imageTo),
    from: live ? images.get(live.image) : undefined,
    blue,
    standing: names.flatMap((name) => groups.get(name) ?? []),
    forwardings,
    size: blue?.desired ?? fleet.capacity.initial?.desired ?? 0,
  };
}
