import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Forwarding } from "../../aws/elbv2/forwarding.ts";
import { describeImages, firstLaunch, type Image } from "../../aws/ec2/ec2.ts";
import { blueFault } from "../../domain/rollout-decisions/blue-fault.ts";
import { imageFault } from "../../domain/rollout-decisions/image-fault.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { trafficPlaceReason } from "../../domain/traffic-place.ts";
import type { StepContext } from "../../step/step.ts";
import { allForwardings } from "../traffic/other-rules.ts";
import { type HeadroomServices, headroomReason } from "./headroom.ts";
import { neighbourReason } from "./neighbours.ts";
import { type Planned, plannedRecord } from "./planned-record.ts";

export type PlanServices = HeadroomServices | "ec2" | "autoScaling" | "ssm" | "imageBuilder";

type Refusal = { readonly verdict: "refused" | "nothing-to-do"; readonly reason: string };
export type Plan = { readonly rollout: RolloutRecord; readonly reason: string } | Refusal;

/** A rollout that was decided on. */
interface Asked extends Omit<Planned, "size"> {
  /** Only servers launched before this instant are a reason for it; null: there are others. */
  readonly onlyLaunchedBefore: number | null;
}

/** The rollout as it would be, and what the account has for it. */
interface Found extends Asked, Planned {
  readonly to: Image | undefined;
  readonly from: Image | undefined;
  readonly blue: Group | undefined;
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

const headroomCheck: Check = async (found, context) => refusedIf(await headroomReason(found, context));

const neighbourCheck: Check = async (found, context) => refusedIf(await neighbourReason(found, context));

/** What has to hold for a rollout to begin, in this order: the first refusal wins, and what costs calls comes last. */
const CHECKS: readonly Check[] = [
  trafficPlaceCheck,
  imageCheck,
  blueCheck,
  launchCheck,
  headroomCheck,
  neighbourCheck,
];

/** Works out how the rollout would be: how large, whether there is room; or why it cannot be. */
export async function planRollout(asked: Asked, context: StepContext<PlanServices>): Promise<Plan> {
  const found = await readAccount(asked, context);
  for (const check of CHECKS) {
    const refusal = await check(found, context);
    if (refusal !== null) return refusal;
  }
  const { live, number, imageTo, size, cause } = found;
  const reason = `${size} servers of generation ${live?.number ?? "none"} (${live?.image ?? "no image"}) become generation ${number} (${imageTo}): ${cause.serves.join("; ")}`;
  return { reason, rollout: plannedRecord(found, context.clock.now()) };
}

/** Reads both images and blue. */
async function readAccount(asked: Asked, { aws }: StepContext<PlanServices>): Promise<Found> {
  const { fleet, live, imageTo } = asked;
  const [images, blue, forwardings] = await Promise.all([
    describeImages(aws.ec2, [...new Set([imageTo, ...(live ? [live.image] : [])])]),
    live ? describeGroups(aws.autoScaling, [live.group]).then((groups) => groups.get(live.group)) : undefined,
    allForwardings(fleet.traffic, { aws }),
  ]);
  return {
    ...asked,
    to: images.get(imageTo),
    from: live ? images.get(live.image) : undefined,
    blue,
    forwardings,
    size: blue?.desired ?? fleet.capacity.initial?.desired ?? 0,
  };
}
