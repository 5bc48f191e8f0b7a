import { describeGroups, type Group, resizeGroup } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeImages } from "../../aws/ec2/ec2.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { Generation } from "../../domain/generation.ts";
import { growTo } from "../../domain/rollout-decisions/group-size.ts";
import { imageFault } from "../../domain/rollout-decisions/image-fault.ts";
import { uncoveredZones } from "../../domain/following/uncovered-zones.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, wait } from "../../step/answers.ts";
import { followMinimum, minimumHold, writeHold } from "../capacity/holds.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { greenOf, type Work } from "../work.ts";
import { followBlue } from "./follow-blue.ts";
import { recordNotFollowed } from "./not-followed.ts";

/** Admit has looked at the image: one that is gone so soon is gone as soon after the release. */
const IMAGE_CHECK_MS = 600_000;
const IMAGE_POLL_SECONDS = 60;
const GROW_POLL_SECONDS = 15;

/**
 * The last look before blue goes: green's image can be launched, green is as large as blue is now, and has what blue has come
 * to have. Answers what is waited for, or the groups as they are; null where that is not known.
 */
export async function checkAgain(
  { group: name }: Generation,
  work: Work<"autoScaling" | "ec2">,
): Promise<StepAnswer | ReadonlyMap<string, Group> | null> {
  // Whoever settles the fleet on green has looked.
  if (work.run().settlement !== null) return null;
  const image = await imageBlocker(work);
  if (image !== null) return image;
  const groups = await describeGroups(work.context.aws.autoScaling, [greenOf(work).group, name]);
  const green = groups.get(greenOf(work).group);
  const blue = groups.get(name);
  if (green === undefined) return fail(`green's group ${greenOf(work).group} is gone`);
  // Blue is gone already: there is nothing to follow.
  if (blue === undefined) return groups;
  for (const lacks of uncoveredZones(blue.instances, green.instances)) await recordNotFollowed(lacks, work);
  await followMinimum(blue, green.name, work);
  const isChanged = await followBlue({ blue, green }, work);
  const grown = await growBlocker(blue, green, work);
  if (grown !== null) return grown;
  return isChanged ? null : groups;
}

/** Blue stays while nothing can be launched from green's image. A green that cannot replace a server is undone in the end. */
async function imageBlocker(work: Work<"ec2">): Promise<StepAnswer | null> {
  const { image } = greenOf(work);
  if (work.now() - work.run().startedAt < IMAGE_CHECK_MS) return null;
  const found = (await describeImages(work.context.aws.ec2, [image])).get(image);
  const fault = imageFault(image, found, undefined);
  if (fault === null) {
    await endInconclusive(work, "image-gone");
    return null;
  }
  const limit = work.fleet.deadlines.validate;
  if ((await secondsInconclusive(work, "image-gone")) > limit)
    return fail(`${fault}; not there again within ${formatDuration(limit)}`);
  return wait(IMAGE_POLL_SECONDS, `blue stays: ${fault}`);
}

/** Somebody, or a schedule of blue's, has made blue larger since green got the traffic. */
async function growBlocker(blue: Group, green: Group, work: Work<"autoScaling">): Promise<StepAnswer | null> {
  const { desired: size } = blue;
  if (blue.deleting || size <= work.run().size || size <= green.desired) return null;
  const originalMin = minimumHold(green.name, work)?.originalMin ?? green.minSize;
  await writeHold({ group: green.name, kind: "minimum", originalMin, heldMin: size, processes: [] }, work);
  const reason = `blue has ${size} servers now: green follows before blue goes`;
  await work.context.withReason(reason, { green: green.desired }, () =>
    resizeGroup(work.context.aws.autoScaling, green.name, growTo(size, green)),
  );
  await work.update({ size });
  return wait(GROW_POLL_SECONDS, reason);
}
