import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeImages, type Image, readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { blueFault } from "../../domain/rollout-decisions/blue-fault.ts";
import { exceptedReason } from "../../domain/rollout-decisions/excepted-reason.ts";
import { imageFault } from "../../domain/rollout-decisions/image-fault.ts";
import { nothingToDoReason } from "../../domain/rollout-decisions/nothing-to-do-reason.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { trafficPlaceReason } from "../../domain/traffic-place.ts";
import { readExcept } from "../../ledger/except.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { StepContext } from "../../step/step.ts";
import { declaredImage } from "./declared-image.ts";
import { type HeadroomServices, headroomReason } from "./headroom.ts";
import { type Planned, plannedRecord } from "./planned-record.ts";
import { quarantineReason } from "./quarantine-reason.ts";

export type PlanServices = HeadroomServices | "ec2" | "autoScaling" | "ssm" | "imageBuilder";

type Refusal = { readonly verdict: "refused" | "nothing-to-do"; readonly reason: string };
export type Plan = { readonly rollout: RolloutRecord; readonly reason: string } | Refusal;

type Asked = Pick<Planned, "fleet" | "declaration" | "id" | "request">;
type Choice = Pick<Planned, "live" | "number" | "imageTo">;

/** The rollout as it would be, and what the account has for it. */
interface Found extends Planned {
  readonly to: Image | undefined;
  readonly from: Image | undefined;
  readonly blue: Group | undefined;
}

const refused = (reason: string): Refusal => ({ verdict: "refused", reason });
const refusedIf = (reason: string | null): Refusal | null => (reason === null ? null : refused(reason));

type Check = (found: Found, context: StepContext<PlanServices>) => Refusal | null | Promise<Refusal | null>;

/** A person's no holds until a person says otherwise, whoever asks. */
const exceptCheck: Check = async ({ fleet: { fleet }, live, imageTo, templateVersion }, { ledger }) => {
  const target = { image: imageTo, templateVersion };
  const runs = live && { image: live.image, templateVersion: live.template.baseVersion };
  return refusedIf(exceptedReason({ fleet, target, live: runs, except: await readExcept(ledger, fleet) }));
};

/** Moving weights where the live generation has none would move nothing, and lose every request in the end. */
const trafficPlaceCheck: Check = ({ live, fleet }) =>
  refusedIf(live && trafficPlaceReason(live, fleet.traffic));

const imageCheck: Check = ({ imageTo, to, from }) => refusedIf(imageFault(imageTo, to, from));

const blueCheck: Check = ({ live, blue, fleet }) =>
  refusedIf(blueFault(live, blue, fleet.capacity.initial !== undefined));

const changeCheck: Check = ({ live, request, to, from, templateVersion }) => {
  if (live === null || request.force) return null;
  const reason = nothingToDoReason({ live, request, to, from, templateVersion });
  return reason === null ? null : { verdict: "nothing-to-do", reason };
};

const headroomCheck: Check = async ({ fleet, blue, size, live }, context) =>
  refusedIf(await headroomReason({ fleet, blue, size, live }, context));

/** What has to hold for a rollout to begin, in this order: the first refusal wins, and what costs calls comes last. */
const CHECKS: readonly Check[] = [
  exceptCheck,
  trafficPlaceCheck,
  imageCheck,
  blueCheck,
  changeCheck,
  headroomCheck,
];

/** Works out what the rollout would do: to which image, how large, whether there is room; or why it does nothing. */
export async function planRollout(asked: Asked, context: StepContext<PlanServices>): Promise<Plan> {
  const choice = await chooseImage(asked, context);
  if ("verdict" in choice) return choice;
  const found = await readAccount({ ...asked, ...choice }, context);
  if ("verdict" in found) return found;
  for (const check of CHECKS) {
    const refusal = await check(found, context);
    if (refusal !== null) return refusal;
  }
  const { live, number, imageTo, size, request } = found;
  const reason = `${size} servers of generation ${live?.number ?? "none"} (${live?.image ?? "no image"}) become generation ${number} (${imageTo}): ${request.reason}`;
  return { reason, rollout: plannedRecord(found, context.clock.now()) };
}

/** By what the ledger and the declaration say: which generation is replaced by which image. */
async function chooseImage(
  { fleet, request }: Asked,
  context: StepContext<PlanServices>,
): Promise<Choice | Refusal> {
  const { ledger } = context;
  const generations = (await listGenerations(ledger, fleet.fleet)).map(({ generation }) => generation);
  const imageTo = request.image ?? (await declaredImage(fleet, context));
  if (imageTo === null)
    return refused("the fleet's image declaration names no image: publish one, or pass --image");
  const quarantined = await quarantineReason(ledger, imageTo);
  if (quarantined !== null) return refused(quarantined);
  const live = generations.find(({ state }) => state === "live") ?? null;
  return { live, imageTo, number: Math.max(0, ...generations.map((each) => each.number)) + 1 };
}

/** Reads both images, the template and blue. Without a template there is nothing to launch green from. */
async function readAccount(
  asked: Asked & Choice,
  { aws }: StepContext<PlanServices>,
): Promise<Found | Refusal> {
  const { fleet, live, imageTo } = asked;
  const [images, template, blue] = await Promise.all([
    describeImages(aws.ec2, [...new Set([imageTo, ...(live ? [live.image] : [])])]),
    undefinedIfNotFound(readTemplate(aws.ec2, fleet.template)),
    live ? describeGroups(aws.autoScaling, [live.group]).then((groups) => groups.get(live.group)) : undefined,
  ]);
  if (template === undefined)
    return refused(`launch template ${fleet.template} does not exist (any more): declare one that does`);
  return {
    ...asked,
    templateVersion: template.defaultVersion,
    to: images.get(imageTo),
    from: live ? images.get(live.image) : undefined,
    blue,
    size: blue?.desired ?? fleet.capacity.initial?.desired ?? 0,
  };
}
