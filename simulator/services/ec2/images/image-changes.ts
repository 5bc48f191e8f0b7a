import type {
  CreateImageRequest,
  CreateImageResult,
  DeregisterImageRequest,
  DeregisterImageResult,
  DisableImageRequest,
  DisableImageResult,
  EnableImageRequest,
  EnableImageResult,
  RegisterImageRequest,
  RegisterImageResult,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { instanceOf } from "../instances/lookup.ts";
import { scriptFromTags } from "../instances/server-script.ts";
import type { ImageRecord } from "../state.ts";
import { mergeTags, tagsFor } from "../tags/tag-rules.ts";
import { emitImageState, ownImageOf } from "./images.ts";

/** How long CreateImage's image is `pending`. An assumption: it depends on the disk. */
const CREATE_IMAGE_SECONDS = 60;

/** Disks and virtualisation are not simulated: those parameters are taken, since AWS wants them, and change nothing. */
export const registerImage: Operation<RegisterImageRequest, RegisterImageResult> = {
  kind: "write",
  accepts: [
    ...(["Name", "Description", "Architecture", "TagSpecifications"] as const),
    ...([
      "RootDeviceName",
      "BlockDeviceMappings",
      "VirtualizationType",
      "EnaSupport",
      "ImdsSupport",
    ] as const),
  ],
  handle: (input, context) => {
    const { world } = context;
    const architecture = input.Architecture ?? "x86_64";
    if (architecture !== "x86_64" && architecture !== "arm64") {
      throw new ServiceFault(
        "InvalidParameterValue",
        `Value (${architecture}) for parameter architecture is invalid.`,
      );
    }
    const image = addImage(world, input, {
      architecture,
      state: "available",
      script: {},
      wantsTokens: input.ImdsSupport === "v2.0",
    });
    emitImageState(image, context);
    return { ImageId: image.imageId };
  },
};

/** The image is `pending` for a minute, then `available`. Its servers behave as those of the instance's image. */
export const createImage: Operation<CreateImageRequest, CreateImageResult> = {
  kind: "write",
  accepts: ["InstanceId", "Name", "Description", "NoReboot", "TagSpecifications"],
  handle: (input, context) => {
    const { world } = context;
    const { architecture, script, imageId: from } = instanceOf(world.state, input.InstanceId);
    const wantsTokens = world.state.images.get(from)?.wantsTokens === true;
    const { imageId } = addImage(world, input, { architecture, state: "pending", script, wantsTokens });
    world.after(CREATE_IMAGE_SECONDS, () => {
      const image = world.state.images.get(imageId);
      if (image?.state !== "pending") return;
      image.state = "available";
      emitImageState(image, context);
    });
    return { ImageId: imageId };
  },
};

/** Running instances are unaffected; launches from the image fail from now on (aws-facts 1.6). */
export const deregisterImage: Operation<DeregisterImageRequest, DeregisterImageResult> = {
  kind: "write",
  accepts: ["ImageId", "DeleteAssociatedSnapshots"],
  handle: (input, context) => {
    const image = ownImageOf(context.world, input.ImageId);
    image.state = "deregistered";
    emitImageState(image, context);
    return { Return: true, DeleteSnapshotResults: [] };
  },
};

/** No instance can be launched from a disabled image (aws-facts 1.6). */
export const disableImage: Operation<DisableImageRequest, DisableImageResult> = {
  kind: "write",
  accepts: ["ImageId"],
  handle: (input, context) => {
    const image = ownImageOf(context.world, input.ImageId);
    image.state = "disabled";
    emitImageState(image, context);
    return { Return: true };
  },
};

/** Makes a disabled image available again. */
export const enableImage: Operation<EnableImageRequest, EnableImageResult> = {
  kind: "write",
  accepts: ["ImageId"],
  handle: (input, context) => {
    const image = ownImageOf(context.world, input.ImageId);
    image.state = "available";
    emitImageState(image, context);
    return { Return: true };
  },
};

function addImage(
  world: World,
  input: Pick<RegisterImageRequest, "Name" | "Description" | "TagSpecifications">,
  rest: Pick<ImageRecord, "architecture" | "state" | "script" | "wantsTokens">,
): ImageRecord {
  const name = input.Name ?? "";
  refuseTakenName(world, name);
  const tags = mergeTags([], tagsFor("image", input.TagSpecifications));
  scriptFromTags(tags);
  const image: ImageRecord = {
    imageId: world.newId("ami"),
    owner: { account: world.account, alias: null },
    public: false,
    name,
    createdAt: world.now(),
    deprecatedAt: null,
    tags,
    ...(input.Description !== undefined && { description: input.Description }),
    ...rest,
  };
  world.state.images.set(image.imageId, image);
  return image;
}

function refuseTakenName(world: World, name: string): void {
  if (name.length < 3 || name.length > 128) {
    throw new ServiceFault("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long");
  }
  for (const image of world.state.images.values()) {
    if (image.name === name && image.state !== "deregistered") {
      throw new ServiceFault(
        "InvalidAMIName.Duplicate",
        `AMI name ${name} is already in use by AMI ${image.imageId}`,
      );
    }
  }
}
