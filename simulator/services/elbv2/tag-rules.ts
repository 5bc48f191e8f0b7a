import type { Tag as ApiTag } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Tag } from "../ec2/state.ts";
import { ServiceFault } from "../operation.ts";
import { invalid } from "./faults.ts";
import { TAGS_PER_RESOURCE } from "./quotas.ts";

/** Tags as a caller sends them. A key twice is DuplicateTagKeys; keys up to 128, values up to 256 characters (ELB/Tag). */
export function readTags(tags: readonly ApiTag[] | undefined): Tag[] {
  const read = (tags ?? []).map(({ Key: key = "", Value: value = "" }) => {
    if (key === "" || key.length > 128 || value.length > 256)
      throw invalid(`Tag '${key}' is too long or has no key`);
    return { key, value };
  });
  if (new Set(read.map((tag) => tag.key)).size < read.length)
    throw new ServiceFault("DuplicateTagKeys", "A tag key was specified more than once");
  return read;
}

/** `added` laid over `tags`. At most 50 per resource: TooManyTags. */
export function mergeTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map([...tags, ...added].map((tag) => [tag.key, tag.value]));
  if (merged.size > TAGS_PER_RESOURCE)
    throw new ServiceFault("TooManyTags", `A resource can have at most ${TAGS_PER_RESOURCE} tags`);
  return [...merged].map(([key, value]) => ({ key, value }));
}
