/** What of an image decides whether servers can be launched from it. */
interface ImageShape {
  /** `available` is the only state that launches. */
  readonly state: string;
  readonly architecture: string;
}

/**
 * What is wrong with an image that is to replace another one, in words, or null. `to` is undefined when AWS does not
 * have it; `from` when there is nothing that its architecture could differ from.
 */
export function imageFault(
  id: string,
  to: ImageShape | undefined,
  from: Pick<ImageShape, "architecture"> | undefined,
): string | null {
  if (to === undefined)
    return `${id} does not exist (any more), or is not shared with this account: publish an image that does`;
  if (to.state !== "available")
    return `${id} is ${to.state}, so nothing can be launched from it: publish an image that is available`;
  if (from && from.architecture !== to.architecture) {
    return `${id} is ${to.architecture} and the fleet's servers are ${from.architecture}: build it for ${from.architecture}`;
  }
  return null;
}
