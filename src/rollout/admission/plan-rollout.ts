import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeImages, type Image, readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { ReplacementRequest, RolloutRecord } from "../../domain/run/rollout.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { readVerdict } from "../../ledger/image-verdicts.ts";
import type { StepContext } from "../../step/step.ts";
import { declaredImage } from "./declared-image.ts";
import { type HeadroomServices, headroomReason } from "./headroom.ts";

export type PlanServices = HeadroomServices | "ec2" | "autoScaling" | "ssm" | "imageBuilder";

export type Plan =
  | { readonly rollout: RolloutRecord; readonly reason: string }
  | { readonly verdict: "refused" | "nothing-to-do"; readonly reason: string };

interface Asked {
  readonly fleet: Fleet;
  readonly id: string;
  readonly request: ReplacementRequest;
}

const refused = (reason: string): Plan => ({ verdict: "refused", reason });

/** Works out what the rollout would do: to which image, how large, whether there is room; or why it does nothing. */
export async function planRollout(asked: Asked, context: StepContext<PlanServices>): Promise<Plan> {
  const { fleet, request } = asked;
  const { ledger, aws } = context;
  const generations = (await listGenerations(ledger, fleet.fleet)).map(({ generation }) => generation);
  const live = generations.find(({ state }) => state === "live") ?? null;
  const imageTo = request.image ?? (await declaredImage(fleet, context));
  if (imageTo === null)
    return refused("the fleet's image declaration names no image: publish one, or pass --image");
  const verdict = await readVerdict(ledger, imageTo);
  if (verdict?.lifted === null)
    return refused(
      `${imageTo} is quarantined: ${verdict.reason}; moult quarantine lift ${imageTo} lets it out`,
    );
  const [images, template, blue] = await Promise.all([
    describeImages(aws.ec2, [...new Set([imageTo, ...(live ? [live.image] : [])])]),
    undefinedIfNotFound(readTemplate(aws.ec2, fleet.template)),
    live && describeGroups(aws.autoScaling, [live.group]).then((groups) => groups.get(live.group)),
  ]);
  if (template === undefined)
    return refused(`launch template ${fleet.template} does not exist (any more): declare one that does`);
  const [to, from] = [images.get(imageTo), live ? images.get(live.image) : undefined];
  const fault = imageFault(imageTo, to, from) ?? blueFault(live, blue ?? undefined, fleet);
  if (fault !== null) return refused(fault);
  const idle =
    live && !request.force
      ? nothingToDoReason({ live, request, to, from, templateVersion: template.defaultVersion })
      : null;
  if (idle !== null) return { verdict: "nothing-to-do", reason: idle };
  const size = blue?.desired ?? fleet.capacity.initial?.desired ?? 0;
  const lack = await headroomReason({ fleet, blue: blue ?? undefined, size, live }, context);
  if (lack !== null) return refused(lack);
  const number = Math.max(0, ...generations.map((each) => each.number)) + 1;
  const planned = { imageTo, size, templateVersion: template.defaultVersion, live, number };
  const reason = `${size} servers of generation ${live?.number ?? "none"} (${live?.image ?? "no image"}) become generation ${number} (${imageTo}): ${request.reason}`;
  return { reason, rollout: recordOf(asked, planned, context.clock.now()) };
}

function imageFault(id: string, to: Image | undefined, from: Image | undefined): string | null {
  if (to === undefined)
    return `${id} does not exist (any more), or is not shared with this account: publish an image that does`;
  if (to.state !== "available")
    return `${id} is ${to.state}, so nothing can be launched from it: publish an image that is available`;
  if (from && from.architecture !== to.architecture) {
    return `${id} is ${to.architecture} and the fleet's servers are ${from.architecture}: build it for ${from.architecture}`;
  }
  return null;
}

function blueFault(live: Generation | null, blue: Group | undefined, fleet: Fleet): string | null {
  if (live === null) {
    return fleet.capacity.initial
      ? null
      : "the fleet has no generation yet: adopt a group (moult fleet adopt), or declare capacity.initial";
  }
  if (blue === undefined)
    return `generation ${live.number}'s group ${live.group} is gone: adopt the group that serves now`;
  const version = blue.template?.version;
  if (version !== String(live.template.version)) {
    return `group ${blue.name} launches from template version ${version ?? "unknown"}, generation ${live.number} was pinned to ${live.template.version}: somebody changed it; set it back`;
  }
  return null;
}

interface Comparison {
  readonly live: Generation;
  readonly request: ReplacementRequest;
  readonly to: Image | undefined;
  readonly from: Image | undefined;
  readonly templateVersion: number;
}

/** Why there is nothing to do, or null. */
function nothingToDoReason({ live, request, to, from, templateVersion }: Comparison): string | null {
  if (to?.id === live.image && live.template.madeFrom === templateVersion) {
    return `every server runs ${live.image} from template version ${templateVersion} already; --force replaces them all the same`;
  }
  if (request.reason === "image" && to && from && to.createdAt < from.createdAt) {
    return `${to.id} is older than ${from.id}, which runs now; moult rollout start --image goes back on purpose`;
  }
  return null;
}

interface Planned {
  readonly imageTo: string;
  readonly size: number;
  readonly templateVersion: number;
  readonly live: Generation | null;
  readonly number: number;
}

function recordOf(
  { fleet, id, request }: Asked,
  { imageTo, size, templateVersion, live, number }: Planned,
  now: number,
): RolloutRecord {
  return {
    fleet: fleet.fleet,
    id,
    execution: id,
    phase: "Admit",
    request,
    startedAt: now,
    phaseStartedAt: now,
    deadlineAt: now + fleet.deadlines.rollout * 1000,
    endedAt: null,
    imageFrom: live?.image ?? null,
    imageTo,
    blue: live?.number ?? null,
    green: number,
    templateVersion,
    size,
    traffic: { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 },
    gates: [],
    commands: {},
    holds: [],
    waiting: null,
    abort: null,
    failure: null,
    marks: {},
    outcome: null,
    outcomeReason: null,
  };
}
