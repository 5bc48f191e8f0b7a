import { describeImages } from "../../aws/ec2/ec2.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import type { StepContext } from "../../step/step.ts";

/** Whether AWS has the request's image, to be launched. */
export async function isLaunchable(
  { image }: ReplacementRequest,
  { aws }: Pick<StepContext<"ec2">, "aws">,
): Promise<boolean> {
  if (image === null) return false;
  return (await describeImages(aws.ec2, [image])).get(image)?.state === "available";
}
