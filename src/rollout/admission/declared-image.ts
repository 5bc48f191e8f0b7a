import { newestImageByTags } from "../../aws/ec2/ec2.ts";
import { readBuild } from "../../aws/imagebuilder.ts";
import { getParameter } from "../../aws/ssm/ssm.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { InvalidInput } from "../../errors/errors.ts";
import type { StepContext } from "../../step/step.ts";

/** The image that the fleet's declaration names now; null when it names none. Throws NotFound for a missing channel. */
export async function declaredImage(
  { image, fleet }: Fleet,
  { aws }: Pick<StepContext<"ec2" | "ssm" | "imageBuilder">, "aws">,
): Promise<string | null> {
  if ("channel" in image) return (await getParameter(aws.ssm, image.channel)).value;
  if ("tags" in image) return (await newestImageByTags(aws.ec2, image))?.id ?? null;
  if (image.imageBuilder.includes(":image-pipeline/")) {
    throw new InvalidInput(
      `fleet ${fleet} takes its images from a pipeline's events: pass --image to start it by hand`,
    );
  }
  const { amis } = await readBuild(aws.imageBuilder, image.imageBuilder);
  const region = image.imageBuilder.split(":")[3];
  return amis.find((ami) => ami.region === region)?.image ?? null;
}
