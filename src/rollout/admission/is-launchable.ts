import { describeImages } from "../../aws/ec2/ec2.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import { isQuarantined } from "../../ledger/image-verdicts.ts";
import type { StepContext } from "../../step/step.ts";
import { exceptedImageReason } from "./excepted-image.ts";

/** Whether AWS has the request's image, no verdict stands against it, and no person refused it for this fleet. */
export async function isLaunchable(
  { image }: ReplacementRequest,
  fleet: Fleet,
  context: Pick<StepContext<"ec2">, "ledger" | "aws">,
): Promise<boolean> {
  const { aws, ledger } = context;
  if (image === null || (await isQuarantined(ledger, image))) return false;
  if ((await exceptedImageReason(fleet, image, context)) !== null) return false;
  return (await describeImages(aws.ec2, [image])).get(image)?.state === "available";
}
