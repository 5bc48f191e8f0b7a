import { paginate } from "../operation.ts";
import { invalid } from "./faults.ts";

const LARGEST_PAGE = 400;

/** One page of a list. PageSize is 1 to 400 (ELB/DescribeRules); without it, 400. */
export function page<T>(
  items: readonly T[],
  request: { readonly PageSize?: number | undefined; readonly Marker?: string | undefined },
): { readonly items: T[]; readonly marker: { NextMarker?: string } } {
  const size = request.PageSize ?? LARGEST_PAGE;
  if (size < 1 || size > LARGEST_PAGE)
    throw invalid(`Page size '${size}' must be between 1 and ${LARGEST_PAGE}`);
  const { page: found, nextToken } = paginate(items, size, request.Marker);
  return { items: found, marker: nextToken === undefined ? {} : { NextMarker: nextToken } };
}
