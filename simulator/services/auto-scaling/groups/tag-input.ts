import type { Tag } from "@aws-sdk/client-auto-scaling";
import { ServiceFault } from "../../operation.ts";
import type { GroupTag } from "../state.ts";
import { invalid } from "./find.ts";

const MOST_TAGS = 50;

/** Lays tags over those a group has: a key that is there already gets the new value. */
export function mergeGroupTags(before: readonly GroupTag[], given: readonly Tag[]): GroupTag[] {
  const byKey = new Map(before.map((tag) => [tag.key, tag]));
  for (const { Key: key = "", Value: value = "", PropagateAtLaunch: propagateAtLaunch = false } of given) {
    if (key.toLowerCase().startsWith("aws:")) throw invalid("Tag keys starting with 'aws:' are reserved.");
    if (key === "" || key.length > 128 || value.length > 256) throw invalid(`Tag '${key}' is not valid.`);
    byKey.set(key, { key, value, propagateAtLaunch });
  }
  if (byKey.size > MOST_TAGS)
    throw new ServiceFault("LimitExceeded", `A group can have at most ${MOST_TAGS} tags.`);
  return [...byKey.values()];
}
