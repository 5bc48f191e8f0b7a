import { furnish, SUBNET_A } from "../../../../simulator/services/ec2/furnish.ts";
import { type LaunchRequest, launchInstances } from "../../../../simulator/services/ec2/instances/launch.ts";
import type { ImageRecord, ServerScript } from "../../../../simulator/services/ec2/state.ts";
import { createWorld, type World } from "../../../../simulator/world/world.ts";

/** A furnished world with one image, `ami-web`, whose servers behave as `script` says. */
export function worldWithImage(script: Partial<ServerScript> = {}, image: Partial<ImageRecord> = {}): World {
  const world = createWorld();
  furnish(world);
  world.state.images.set("ami-web", {
    imageId: "ami-web",
    owner: { account: world.account, alias: null },
    public: false,
    name: "web",
    architecture: "x86_64",
    state: "available",
    createdAt: world.now(),
    deprecatedAt: null,
    tags: [],
    script,
    ...image,
  });
  return world;
}

/** One server of `ami-web`, running after 5 seconds. */
export const REQUEST: LaunchRequest = {
  count: 1,
  data: { ImageId: "ami-web", InstanceType: "t3.micro" },
  launchTemplate: null,
  subnetId: SUBNET_A,
  tags: [],
  launchDelaySeconds: 5,
};

/** Launches one server. */
export const launchOne = (world: World, request: Partial<LaunchRequest> = {}) => {
  const [instance] = launchInstances(world, { ...REQUEST, ...request });
  if (!instance) throw new Error("nothing was launched");
  return instance;
};
