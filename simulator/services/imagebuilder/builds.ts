import type { World } from "../../world/world.ts";
import type { ImageBuildRecord } from "./state.ts";

/** A finished build: named by its build version ARN, or by its image's name, which gets the next build number. */
interface BuildRequest {
  readonly arn?: string;
  readonly name?: string;
  /** Region and account are the world's own when not given. */
  readonly amis: readonly { readonly image: string; readonly region?: string; readonly accountId?: string }[];
  readonly pipelineArn?: string;
}

/** `…:image/<name>/<x.y.z>/<build>` */
export const BUILD_ARN = /^arn:[^:]+:imagebuilder:[^:]+:\d{12}:image\/([^/]+)\/(\d+\.\d+\.\d+)\/(\d+)$/;
const FIRST_VERSION = "1.0.0";

/** Registers a finished build and puts its 'EC2 Image Builder Image State Change' to AVAILABLE on the bus. */
export function publishBuild(world: World, request: BuildRequest): ImageBuildRecord {
  const build = registerBuild(world, request);
  world.happened("imagebuilder", "image-available", build.arn);
  world.emit({
    "detail-type": "EC2 Image Builder Image State Change",
    source: "aws.imagebuilder",
    resources: [build.arn],
    detail: { "previous-state": { status: "INTEGRATING" }, state: { status: "AVAILABLE" } },
  });
  return build;
}

/** Puts a finished build into the world, without an event. Throws when neither ARN nor name is good. */
export function registerBuild(world: World, request: BuildRequest): ImageBuildRecord {
  const arn = request.arn ?? nextArn(world, request.name ?? "");
  const [, name, version] = BUILD_ARN.exec(arn) ?? [];
  if (name === undefined || version === undefined) {
    throw new RangeError(`'${arn}' is not an image build version ARN (…:image/<name>/<x.y.z>/<build>).`);
  }
  const build: ImageBuildRecord = {
    arn,
    name,
    version,
    status: "AVAILABLE",
    statusReason: null,
    amis: request.amis.map(({ image, region = world.region, accountId = world.account }) => ({
      image,
      region,
      accountId,
      name: world.state.images.get(image)?.name ?? image,
    })),
    pipelineArn: request.pipelineArn ?? null,
    createdAt: world.now(),
  };
  world.state.imageBuilds.set(arn, build);
  return build;
}

// Image Builder's ARNs carry the name in lower case with hyphens.
function nextArn(world: World, name: string): string {
  const slug = name.toLowerCase().replace(/[ _]/g, "-");
  const prefix = world.arn("imagebuilder", `image/${slug}/${FIRST_VERSION}/`);
  const builds = [...world.state.imageBuilds.keys()].filter((arn) => arn.startsWith(prefix));
  const highest = Math.max(0, ...builds.map((arn) => Number(arn.slice(prefix.length))));
  return `${prefix}${highest + 1}`;
}
