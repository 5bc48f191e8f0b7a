import { AccessDenied, NotFound, Rejected, ServiceUnavailable, Throttled } from "../domain/errors.ts";

/**
 * DynamoDB's errors as ours, by name (DynamoDB developer guide, "Error handling"). Errors that are ours already, and
 * faults of our own code, come back as they are.
 */
export function fromDynamoDbError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (THROTTLES.has(error.name)) {
    return new Throttled(`DynamoDB asks to slow down (${describe(error)}): try again after a pause`, error);
  }
  if (error.name === "ResourceNotFoundException") {
    return new NotFound(
      `the ledger's table is not there (${describe(error)}): deploy it, or correct its name`,
      error,
    );
  }
  if (DENIALS.has(error.name)) {
    return new AccessDenied(`DynamoDB refuses access (${describe(error)}): grant the permission`, error);
  }
  if (error.name === "ValidationException") {
    return new Rejected(`DynamoDB refuses the request (${describe(error)}): correct it`, error);
  }
  if (isServerFault(error) || LOST.has(error.name) || LOST.has(codeOf(error))) {
    return new ServiceUnavailable(
      `DynamoDB did not answer (${describe(error)}), the write may or may not be done: read again`,
      error,
    );
  }
  return error;
}

const THROTTLES = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "LimitExceededException",
]);
const DENIALS = new Set(["AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"]);
/** The connection failed, so that nobody knows what became of the call. */
const LOST = new Set([
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

function isServerFault(error: Error): boolean {
  const metadata = "$metadata" in error ? error.$metadata : undefined;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return false;
  return Number(metadata.httpStatusCode) >= 500;
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

function describe(error: Error): string {
  return `${error.name}: ${error.message}`;
}
