import type { EC2Client } from "@aws-sdk/client-ec2";
import { type Image, newestImageByTags } from "../../aws/ec2/ec2.ts";
import { imageSource } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";

/** The newest image that a declaration by tags means now; undefined: there is none, or it does not choose by tags. */
export type NewestImage = (declared: Fleet["image"]) => Promise<Pick<Image, "id" | "createdAt"> | undefined>;

/** Asks once for each choice, however many fleets make it. */
export function newestImageReader(ec2: EC2Client): NewestImage {
  const asked = new Map<string, ReturnType<NewestImage>>();
  return (declared) => {
    if (!("tags" in declared)) return Promise.resolve(undefined);
    const source = imageSource(declared);
    const newest = asked.get(source) ?? newestImageByTags(ec2, declared);
    asked.set(source, newest);
    return newest;
  };
}
