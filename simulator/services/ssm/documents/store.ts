import type { World } from "../../../world/world.ts";

/** The ARN of a document that is called by its name, or by an ARN, as one of another account has to be. AWS's own belong to no account. */
export function documentArn(world: World, name: string): string {
  if (name.startsWith("arn:")) return name;
  if (name.startsWith("AWS-")) return `arn:${world.partition}:ssm:${world.region}::document/${name}`;
  return world.arn("ssm", `document/${name}`);
}
