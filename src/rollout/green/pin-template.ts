import { createHash } from "node:crypto";
import {
  createTemplateVersion,
  findTemplateVersion,
  readTemplateVersion,
  rootDeviceOf,
} from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { expectationsOf } from "../../domain/drift/drift-kinds.ts";
import { launchFacts } from "../../domain/drift/launch-facts.ts";
import { type Generation, groupName, targetGroupFields, targetGroupsOf } from "../../domain/generation.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import {
  namesSnapshots,
  type PinnedTemplate,
  pinnedTemplate,
} from "../../domain/template/pinned-template.ts";
import { templateDifference } from "../../domain/template/template-difference.ts";
import { trafficPlaceOf } from "../../domain/traffic-place.ts";
import { wait } from "../../step/answers.ts";
import { UNSEEN_SECONDS } from "../../step/read-lag.ts";
import type { Work } from "../work.ts";
import { dropTemplateVersion } from "./drop-template-version.ts";

/** Written in the version itself, so that it can be found again when the answer that told its number was lost. */
const descriptionOf = ({ fleet, green, imageTo, id }: RolloutRecord): string =>
  `${fleet} generation ${green}: ${imageTo} (${id})`.slice(-255);

/** The group that a generation is launched as. */
type GroupOf = (generation: Generation) => Parameters<typeof launchFacts>[0]["group"];

/**
 * Green's generation with its pinned template version, written down before anything is launched from it; or what of the
 * version is not as in the one it was made from, in words. The client token is made from the rollout: asked again, AWS
 * answers the same version (aws-facts 1.1).
 */
export async function pinTemplate(work: Work<"ec2">, groupOf: GroupOf): Promise<Generation | string> {
  const { fleet, id, green: number, imageTo, templateVersion } = work.run();
  const { template } = work.fleet;
  const wanted = await wantedTemplate(work);
  await work.reach("pinning");
  const { version, data } = await work.context.withReason(
    `pin ${imageTo} in a template version for generation ${number}`,
    { baseVersion: templateVersion },
    () =>
      createTemplateVersion(work.context.aws.ec2, {
        template,
        sourceVersion: templateVersion,
        image: imageTo,
        devices: wanted.devices,
        description: descriptionOf(work.run()),
        token: createHash("sha256").update(`${fleet} ${id}`).digest("hex"),
      }),
  );
  const unlike = templateDifference(wanted.expected, data);
  if (unlike.length > 0)
    return `version ${version} of ${template} differs from version ${templateVersion}, which it was made from, in ${unlike.join(", ")}: nothing is launched from it`;
  const pinned: Generation = {
    fleet,
    number,
    group: groupName(fleet, number),
    template: { id: template, version, baseVersion: templateVersion, ownedByMoult: true },
    image: imageTo,
    ...targetGroupFields(work.strategy.launchTargetGroups(work.blue ? targetGroupsOf(work.blue) : [])),
    trafficPlace: trafficPlaceOf(work.fleet.traffic),
    state: "launching",
    reason: `launched by rollout ${id}`,
    createdAt: work.now(),
    healthySeconds: null,
    expectations: null,
  };
  const facts = launchFacts({ templateVersion: version, image: imageTo, data, group: groupOf(pinned) });
  const generation = { ...pinned, expectations: expectationsOf(facts) };
  await work.writeGeneration(generation);
  return generation;
}

/** Only where a volume comes from a snapshot has it to be known which device the image boots from. */
async function wantedTemplate(work: Work<"ec2">): Promise<PinnedTemplate> {
  const { ec2 } = work.context.aws;
  const { imageTo: image, templateVersion } = work.run();
  const { raw: source } = await readTemplateVersion(ec2, work.fleet.template, templateVersion);
  const rootDevice = namesSnapshots(source) ? await rootDeviceOf(ec2, image) : null;
  return pinnedTemplate(source, { image, rootDevice });
}

const POLL_SECONDS = 10;

/**
 * Deletes the version of a rollout that died before it could write down its number, unless its template is gone too.
 * Reads lag writes, and a try that was overtaken may still be on its way after another's version was deleted: that
 * there is none is known when none was seen for longer than that. Answers what it waits for; null: there is none.
 */
export async function unpinTemplate(work: Work<"ec2">): Promise<StepAnswer | null> {
  const { milestones, templateVersion, green } = work.run();
  if (milestones["pinning"] === undefined) return null;
  const { ec2 } = work.context.aws;
  const { template } = work.fleet;
  const wanted = { template, after: templateVersion, description: descriptionOf(work.run()) };
  const version = await undefinedIfNotFound(findTemplateVersion(ec2, wanted));
  if (version !== undefined) {
    await work.context.withReason(
      `generation ${green} was never launched: its template version goes`,
      null,
      () => dropTemplateVersion({ id: template, version }, work),
    );
  }
  return work.inPhase() < UNSEEN_SECONDS
    ? wait(POLL_SECONDS, "a template version may have been made that is not seen yet")
    : null;
}
