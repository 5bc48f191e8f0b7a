import { describeGroups, type Group, resizeGroup } from "../../aws/auto-scaling/auto-scaling.ts";
import { greenSize, growTo, heldMinimum, isSmallerThan } from "../../domain/rollout-decisions/group-size.ts";
import { percentOf } from "../../domain/percent.ts";
import type { Hold } from "../../domain/run/rollout.ts";
import { AccessDenied, Rejected } from "../../errors/errors.ts";
import { isQuarantined } from "../../ledger/image-verdicts.ts";
import { greenOf, type Work } from "../work.ts";
import { followMinimum, minimumHold, takeHold, writeHold } from "./holds.ts";

interface Groups {
  readonly blue: Group | undefined;
  readonly green: Group;
}

/** Both sides' groups as they are now, or which of them is gone. */
export async function readGroups(work: Work<"autoScaling">): Promise<Groups | { readonly missing: string }> {
  const names = [greenOf(work).group, ...(work.blue ? [work.blue.group] : [])];
  const groups = await describeGroups(work.context.aws.autoScaling, names);
  const green = groups.get(greenOf(work).group);
  const blue = work.blue ? groups.get(work.blue.group) : undefined;
  if (green === undefined) return { missing: `green's group ${greenOf(work).group} is gone` };
  // A fleet may be settled on green because blue is gone.
  if (work.blue && blue === undefined && work.run().settlement === null)
    return { missing: `blue's group ${work.blue.group} is gone` };
  return { blue, green };
}

/**
 * Blue cannot shrink while traffic moves, and green is as large as blue is now. Answers what it waits for, or null.
 * Scaling out is never held back: a blue that grew makes green grow before more traffic moves.
 */
export async function syncCapacity(
  { blue, green }: Groups,
  work: Work<"autoScaling">,
): Promise<string | null> {
  const { autoScaling } = work.context.aws;
  if (blue) await holdBlue(blue, work);
  if (blue) await followMinimum(blue, green.name, work);
  const size = greenSize(work.run().size, blue?.desired);
  if (isSmallerThan(size, green)) {
    await writeHold(heldAtLeast(green, size), work);
    await work.context.withReason(
      `blue has ${blue?.desired ?? 0} servers now: green follows before more traffic moves`,
      { green: green.desired },
      () => resizeGroup(autoScaling, green.name, growTo(size, green)),
    );
  }
  if (work.run().size !== size) await work.update({ size });
  const inService = green.instances.filter(({ lifecycleState }) => lifecycleState === "InService").length;
  return inService >= size ? null : `green has ${inService} of ${size} servers in service`;
}

/**
 * Before blue takes traffic back it is made as large as green is, which may have grown since blue lost its traffic, and as the
 * rollout's floor asks for, where both have been made smaller since: else there is no way back. That
 * is not waited for, and not insisted on: a green that is ill is left at once, for as many servers as blue has.
 */
export async function scaleBlueUp(
  groups: ReadonlyMap<string, Group>,
  work: Work<"autoScaling">,
): Promise<void> {
  const blue = work.blue && groups.get(work.blue.group);
  const green = groups.get(greenOf(work).group)?.desired ?? 0;
  const size = Math.max(green, percentOf(work.fleet.capacity.floor, work.run().size));
  if (!work.blue || !blue || blue.deleting || blue.desired >= size) return;
  // Nothing is launched of an image that somebody has put in quarantine.
  if (await isQuarantined(work.context.ledger, work.blue.image, work.run().fleet)) return;
  if (minimumHold(blue.name, work)?.heldMin !== size) await writeHold(heldAtLeast(blue, size), work);
  try {
    await work.context.withReason(
      `${size > green ? "the fleet's floor is" : "green has"} ${size} servers now: blue grows before it takes the traffic back`,
      { blue: blue.desired },
      () => resizeGroup(work.context.aws.autoScaling, blue.name, growTo(size, blue)),
    );
  } catch (error) {
    if (!(error instanceof Rejected || error instanceof AccessDenied)) throw error;
  }
}

async function holdBlue(blue: Group, work: Work<"autoScaling">): Promise<void> {
  const minimum = heldMinimum(blue, minimumHold(blue.name, work)?.heldMin ?? null);
  if (minimum !== null) await takeHold(heldAtLeast(blue, minimum), work);
}

/** What is given back in the end is what the first hold on the group found (see `writeHold`). */
const heldAtLeast = ({ name, minSize }: Group, servers: number): Hold => ({
  group: name,
  kind: "minimum",
  originalMin: minSize,
  heldMin: servers,
  processes: [],
});
