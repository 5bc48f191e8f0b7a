import type {
  GetImageRequest,
  GetImageResponse,
  Image,
  ImageSummary,
  ListImagePipelineImagesRequest,
  ListImagePipelineImagesResponse,
} from "@aws-sdk/client-imagebuilder";
import { type Operation, paginate, ServiceFault } from "../operation.ts";
import type { ImageBuildRecord } from "./state.ts";

const DEFAULT_PAGE = 25;

/** The images of a build are in outputResources; the build's event does not name them. */
export const getImage: Operation<GetImageRequest, GetImageResponse> = {
  kind: "read",
  accepts: ["imageBuildVersionArn"],
  handle: (input, { state, requestId }) => {
    const build = state.imageBuilds.get(input.imageBuildVersionArn ?? "");
    if (!build) {
      const message = `The resource '${input.imageBuildVersionArn}' could not be found.`;
      throw new ServiceFault("ResourceNotFoundException", message, 404);
    }
    return { requestId, image: apiImage(build) };
  },
};

/** The builds of one pipeline, newest first. */
export const listImagePipelineImages: Operation<
  ListImagePipelineImagesRequest,
  ListImagePipelineImagesResponse
> = {
  kind: "read",
  accepts: ["imagePipelineArn", "maxResults", "nextToken"],
  handle: (input, { state, requestId }) => {
    const builds = [...state.imageBuilds.values()].filter(
      (build) => build.pipelineArn === input.imagePipelineArn,
    );
    if (builds.length === 0) {
      const message = `The resource '${input.imagePipelineArn}' could not be found.`;
      throw new ServiceFault("ResourceNotFoundException", message, 404);
    }
    const { page, nextToken } = paginate(
      builds.toReversed(),
      input.maxResults ?? DEFAULT_PAGE,
      input.nextToken,
    );
    return { requestId, imageSummaryList: page.map(apiSummary), nextToken };
  },
};

function apiImage(build: ImageBuildRecord): Image {
  return {
    ...apiSummary(build),
    ...(build.pipelineArn !== null && { sourcePipelineArn: build.pipelineArn }),
  };
}

function apiSummary(build: ImageBuildRecord): ImageSummary {
  return {
    arn: build.arn,
    type: "AMI",
    name: build.name,
    version: `${build.version}/${build.arn.slice(build.arn.lastIndexOf("/") + 1)}`,
    platform: "Linux",
    state: {
      status: build.status as NonNullable<NonNullable<Image["state"]>["status"]>,
      ...(build.statusReason !== null && { reason: build.statusReason }),
    },
    buildType: "USER_INITIATED",
    dateCreated: new Date(build.createdAt).toISOString(),
    outputResources: { amis: build.amis.map((ami) => ({ ...ami, state: { status: "AVAILABLE" } })) },
    tags: {},
  };
}
