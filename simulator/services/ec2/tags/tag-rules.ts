import type { Tag as ApiTag, TagSpecification } from "@aws-sdk/client-ec2";
import { ServiceFault } from "../../operation.ts";
import type { Tag } from "../state.ts";

const LARGEST_KEY = 128;
const LARGEST_VALUE = 256;
const MOST_TAGS = 50;

/**
 * Tags as a caller sends them, checked by EC2's documented rules: keys up to 128 and values up to 256 characters, and
 * keys that begin with `aws:` are reserved.
 */
export function readTags(tags: readonly ApiTag[] | undefined): Tag[] {
  return (tags ?? []).map(({ Key: key = "", Value: value = "" }) => {
    if (key === "" || key.length > LARGEST_KEY) {
      throw new ServiceFault(
        "InvalidParameterValue",
        `Tag key must be from 1 to ${LARGEST_KEY} characters long.`,
      );
    }
    if (value.length > LARGEST_VALUE) {
      throw new ServiceFault(
        "InvalidParameterValue",
        `Tag value exceeds the maximum length of ${LARGEST_VALUE}.`,
      );
    }
    refuseReserved(key);
    return { key, value };
  });
}

/** Throws for a key that only AWS itself sets and takes away: a person's call can do neither. */
export function refuseReserved(key: string): void {
  if (!key.toLowerCase().startsWith("aws:")) return;
  throw new ServiceFault(
    "InvalidParameterValue",
    "Tag keys starting with 'aws:' are reserved for internal use",
  );
}

/** The tags that a creating call gives to one type of resource. */
export function tagsFor(
  resourceType: string,
  specifications: readonly TagSpecification[] | undefined,
): Tag[] {
  const own = (specifications ?? []).filter((each) => each.ResourceType === resourceType);
  return own.flatMap((each) => readTags(each.Tags));
}

/** `added` laid over `tags`: a key that is already there gets the new value. At most 50 keys (`TagLimitExceeded`). */
export function mergeTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...tags, ...added].map((tag) => [tag.key, tag.value]));
  const own = [...byKey.keys()].filter((key) => !key.startsWith("aws:"));
  if (own.length > MOST_TAGS) {
    throw new ServiceFault("TagLimitExceeded", `More than ${MOST_TAGS} tags specified`);
  }
  return [...byKey].map(([key, value]) => ({ key, value }));
}

/** The member of an answer that holds tags; where there are none, EC2 leaves it out. */
export const tagsIfAny = (tags: readonly Tag[]): { Tags?: ApiTag[] } =>
  tags.length === 0 ? {} : { Tags: apiTags(tags) };

/** Tags as the API shows them. */
export const apiTags = (tags: readonly Tag[]): ApiTag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));
