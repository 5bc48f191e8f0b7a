import { describeImages } from "../../aws/ec2/ec2.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import { isQuarantined } from "../../ledger/image-verdicts.ts";
import type { StepContext } from "../../step/step.ts";

/** Whether AWS has the request's image, and no verdict stands against it. */
export async function isLaunchable(
  { image }: ReplacementRequest,
  { aws, ledger }: Pick<StepContext<"ec2">, "ledger" | "aws">,
): Promise<boolean> {
  if (image === null || (await isQuarantined(ledger, image))) return false;
  return (await describeImages(aws.ec2, [image])).get(image)?.state === "available";
}
