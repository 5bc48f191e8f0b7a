import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import type { World } from "../../world/world.ts";
import { type Operation, type OperationTable, ServiceFault } from "../operation.ts";

/** aws-facts 2: 10 entries per PutEvents. */
const MAX_ENTRIES = 10;
const DEFAULT_BUS = "default";

/**
 * Puts each good entry on the bus and answers for each one, in order; the call succeeds with failed entries in it
 * (aws-facts 2). An entry for a bus that does not exist is dropped and answered as a success (aws-facts 2); the
 * simulated account has only its default bus.
 */
const putEvents: Operation<PutEventsRequest, PutEventsResponse> = {
  kind: "write",
  accepts: ["Entries"],
  handle: ({ Entries = [] }, { world }) => {
    if (Entries.length < 1 || Entries.length > MAX_ENTRIES) {
      throw new ServiceFault(
        "ValidationException",
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAX_ENTRIES}`,
      );
    }
    const results = Entries.map((entry) => put(entry, world));
    return { Entries: results, FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length };
  },
};

function put(entry: PutEventsRequestEntry, world: World): PutEventsResultEntry {
  const failure = missingArgument(entry) ?? sourceFailure(entry) ?? detailFailure(entry);
  if (failure) return failure;
  if (isDefaultBus(entry.EventBusName, world)) {
    world.emit({
      source: entry.Source ?? "",
      "detail-type": entry.DetailType ?? "",
      resources: entry.Resources ?? [],
      detail: parseObject(entry.Detail ?? "") ?? {},
    });
  }
  return { EventId: world.newUuid() };
}

function missingArgument(entry: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  const name = (["Source", "DetailType", "Detail"] as const).find((each) => !entry[each]);
  return (
    name &&
    failed("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`)
  );
}

/** Sources that begin with `aws.` belong to AWS's services. */
const sourceFailure = ({ Source }: PutEventsRequestEntry): PutEventsResultEntry | undefined =>
  Source?.startsWith("aws.")
    ? failed("NotAuthorizedForSourceException", "Not authorized for the source.")
    : undefined;

const detailFailure = ({ Detail }: PutEventsRequestEntry): PutEventsResultEntry | undefined =>
  parseObject(Detail ?? "") ? undefined : failed("MalformedDetail", "Detail is malformed.");

const failed = (ErrorCode: string, ErrorMessage: string): PutEventsResultEntry => ({
  ErrorCode,
  ErrorMessage,
});

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isDefaultBus = (name: string | undefined, world: World): boolean =>
  name === undefined || name === DEFAULT_BUS || name === world.arn("events", `event-bus/${DEFAULT_BUS}`);

export const operations: OperationTable = { PutEvents: putEvents };
