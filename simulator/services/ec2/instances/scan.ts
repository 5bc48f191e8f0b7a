import type { DescribeInstancesRequest } from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../world/state.ts";
import { type CallContext, ServiceFault } from "../../operation.ts";
import { checkPageSize } from "../pages.ts";
import type { InstanceRecord } from "../state.ts";

const LIMITS = { smallest: 5, largest: 1000 };
/** How long a token is good for. An assumption: EC2 gives no figure, other services' documents have a day. */
const TOKEN_HOURS = 24;
const KIND = "DescribeInstances";

/** Where a scan has come to: what its tokens carry. */
interface Scan {
  /** Of this one scan; decides its order. */
  readonly seed: string;
  readonly filters: string;
  readonly startedAt: number;
  /** How many pages were given. */
  readonly pages: number;
  /** The place of the last server given, in this scan's order; empty: none yet. */
  readonly after: string;
}

type Request = Pick<DescribeInstancesRequest, "Filters" | "MaxResults" | "NextToken">;

/**
 * One page of a scan over all servers. Each scan has an order of its own; a page may hold fewer servers than asked for,
 * or none, and only a page without a token is the last (aws-facts 8.8). A server that is there from the first page to
 * the last is given once. Without MaxResults and a token everything comes in one answer.
 */
export function scanPage(
  matching: readonly InstanceRecord[],
  request: Request,
  { now, requestId, state }: Pick<CallContext, "now" | "requestId" | "state">,
): { readonly page: InstanceRecord[]; readonly nextToken: string | undefined } {
  const { MaxResults, NextToken } = request;
  checkPageSize(MaxResults, LIMITS);
  const filters = JSON.stringify(request.Filters ?? []);
  const scan: Scan = NextToken
    ? readToken(NextToken, filters, now)
    : { seed: requestId, filters, startedAt: now, pages: 0, after: "" };
  const left = matching
    .map((instance) => ({ instance, place: placeOf(scan, instance) }))
    .filter(({ place }) => place > scan.after)
    .toSorted((a, b) => (a.place < b.place ? -1 : 1));
  const asked = MaxResults ?? LIMITS.largest;
  const drawn = state.pages.areFull ? asked : held(scan, asked);
  const size = MaxResults === undefined && !NextToken ? left.length : drawn;
  const shown = left.slice(0, size);
  const after = shown.at(-1)?.place ?? scan.after;
  const isLast = shown.length === left.length;
  return {
    page: shown.map(({ instance }) => instance),
    nextToken: isLast ? undefined : writeToken({ ...scan, after, pages: scan.pages + 1 }),
  };
}

/** From now on each page holds as many servers as were asked for. */
export const fillPages = ({ pages }: WorldState): void => {
  pages.areFull = true;
};

// One page in eight is empty, though never two in a row, and two are half full.
function held({ seed, pages }: Scan, size: number): number {
  const draw = (page: number): number => hash(`${seed} ${page}`) % 8;
  const drawn = draw(pages);
  if (drawn === 0 && (pages === 0 || draw(pages - 1) !== 0)) return 0;
  return drawn <= 2 ? Math.ceil(size / 2) : size;
}

const placeOf = ({ seed }: Scan, { id }: InstanceRecord): string =>
  hash(`${seed} ${id}`).toString(16).padStart(8, "0") + id;

const writeToken = (scan: Scan): string =>
  Buffer.from(JSON.stringify({ kind: KIND, ...scan })).toString("base64");

// A token of another call, of a scan with other filters, or one that is too old is not taken.
function readToken(token: string, filters: string, now: number): Scan {
  const scan = parse(token);
  const youngest = now - TOKEN_HOURS * 3_600_000;
  if (scan?.kind === KIND && scan.filters === filters && scan.startedAt >= youngest) return scan;
  throw new ServiceFault("InvalidNextToken", `The token '${token}' is not valid.`);
}

function parse(token: string): (Scan & { readonly kind?: string }) | undefined {
  try {
    return JSON.parse(Buffer.from(token, "base64").toString());
  } catch {
    return undefined;
  }
}

/** FNV-1a, mixed once more so that names which differ in their end alone are spread over the whole range. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 16)) >>> 0;
}
