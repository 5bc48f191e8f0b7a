import {
  GetImageCommand,
  type Image,
  ImagebuilderClient,
  type ImageSummary,
  ListImagePipelineImagesCommand,
} from "@aws-sdk/client-imagebuilder";
import { NotFound } from "../errors/errors.ts";
import type { ClientFactory } from "./clients.ts";
import { allPages } from "./pages.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const imageBuilderClient: ClientFactory<"imageBuilder"> = (settings) =>
  new ImagebuilderClient({ ...settings, maxAttempts: 1 });

/** One build of EC2 Image Builder. */
interface ImageBuild {
  readonly arn: string;
  /** `AVAILABLE` once its images can be launched. */
  readonly status: string;
  readonly amis: readonly { readonly region: string; readonly image: string; readonly accountId: string }[];
  /** The pipeline that made it; null when it was made by hand. */
  readonly pipeline: string | null;
  readonly name: string;
  readonly version: string;
  /** Milliseconds since 1970; 0 when Image Builder does not say. */
  readonly createdAt: number;
}

/** A build by the ARN of its build version. Throws NotFound. */
export async function readBuild(client: ImagebuilderClient, arn: string): Promise<ImageBuild> {
  const { image } = await client.send(new GetImageCommand({ imageBuildVersionArn: arn }));
  if (!image) throw new NotFound(`Image Builder has no image ${arn}: check the ARN and the region`);
  return asBuild(image);
}

/** The available builds of a pipeline, in no order that AWS promises. Throws NotFound. */
export async function pipelineBuilds(
  client: ImagebuilderClient,
  pipeline: string,
): Promise<readonly ImageBuild[]> {
  const summaries = await allPages(async (nextToken) => {
    const asked = { imagePipelineArn: pipeline, maxResults: 25, nextToken };
    const answer = await client.send(new ListImagePipelineImagesCommand(asked));
    return { items: answer.imageSummaryList, next: answer.nextToken };
  });
  return summaries.map(asBuild).filter(({ status }) => status === "AVAILABLE");
}

function asBuild(image: Image & ImageSummary): ImageBuild {
  const created = Date.parse(image.dateCreated ?? "");
  return {
    arn: image.arn ?? "",
    status: image.state?.status ?? "PENDING",
    amis: (image.outputResources?.amis ?? []).map((ami) => ({
      region: ami.region ?? "",
      image: ami.image ?? "",
      accountId: ami.accountId ?? "",
    })),
    pipeline: image.sourcePipelineArn ?? null,
    name: image.name ?? "",
    version: image.version ?? "",
    createdAt: Number.isNaN(created) ? 0 : created,
  };
}
