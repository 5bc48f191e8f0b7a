import { paginate, ServiceFault } from "../operation.ts";

interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** The smallest and the largest page that a call allows; a call without MaxResults gets everything. */
interface PageLimits {
  readonly smallest: number;
  readonly largest: number;
}

/** One page of an EC2 list. MaxResults outside the documented limits is refused. */
export function page<T>(items: readonly T[], request: PageRequest, limits: PageLimits) {
  const { MaxResults: size, NextToken: token } = request;
  checkPageSize(size, limits);
  return paginate(items, size ?? Math.max(items.length, 1), token);
}

/** Throws unless `size` is within the limits, or not given. */
export function checkPageSize(size: number | undefined, { smallest, largest }: PageLimits): void {
  if (size === undefined || (size >= smallest && size <= largest)) return;
  throw new ServiceFault(
    "InvalidParameterValue",
    `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value from ${smallest} to ${largest}.`,
  );
}
