import type {
  DisableImageDeprecationRequest,
  DisableImageDeprecationResult,
  EnableImageDeprecationRequest,
  EnableImageDeprecationResult,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { ImageRecord } from "../state.ts";
import { ownImageOf } from "./images.ts";

const MINUTE = 60_000;
/** aws-facts 1.6: at most ten years ahead, two for a public image. */
const MOST_YEARS = 10;
const MOST_YEARS_PUBLIC = 2;

/**
 * Says from when on an image counts as deprecated, to the minute; its owner alone may, and not for the past (aws-facts
 * 8.11). A deprecated image still launches.
 */
export const enableImageDeprecation: Operation<EnableImageDeprecationRequest, EnableImageDeprecationResult> =
  {
    kind: "write",
    accepts: ["ImageId", "DeprecateAt"],
    handle: ({ ImageId, DeprecateAt }, { world }) => {
      const image = ownImageOf(world, ImageId);
      const at = Math.floor((DeprecateAt?.getTime() ?? 0) / MINUTE) * MINUTE;
      checkTime(world, image, at);
      image.deprecatedAt = at;
      return { Return: true };
    },
  };

/** Takes that back. */
export const disableImageDeprecation: Operation<
  DisableImageDeprecationRequest,
  DisableImageDeprecationResult
> = {
  kind: "write",
  accepts: ["ImageId"],
  handle: ({ ImageId }, { world }) => {
    ownImageOf(world, ImageId).deprecatedAt = null;
    return { Return: true };
  },
};

function checkTime(world: World, image: ImageRecord, at: number): void {
  const now = new Date(world.now());
  const years = image.public ? MOST_YEARS_PUBLIC : MOST_YEARS;
  const latest = new Date(now).setUTCFullYear(now.getUTCFullYear() + years);
  if (at >= now.getTime() && at <= latest) return;
  throw new ServiceFault(
    "InvalidParameterValue",
    `Value (${new Date(at).toISOString()}) for parameter DeprecateAt is invalid: from now to ${years} years ahead.`,
  );
}
