import {
  AccessDenied,
  AlreadyExists,
  Frozen,
  InvalidInput,
  LeaseLost,
  OutsideLease,
  LedgerConflict,
  LedgerCorrupt,
  LedgerTooNew,
  NotFound,
  Rejected,
  ServiceUnavailable,
  StepOverdue,
  Throttled,
} from "./errors.ts";

type Translated =
  | typeof Throttled
  | typeof ServiceUnavailable
  | typeof NotFound
  | typeof AlreadyExists
  | typeof AccessDenied;

/**
 * Every error code that is not simply `Rejected`. Codes as they come over the wire and as the SDK names the exception
 * are both here: Auto Scaling sends `AlreadyExists` and the SDK calls it `AlreadyExistsFault`. EC2 has no modeled
 * exceptions, only codes; all of its `*.NotFound` and `*.Duplicate` are found by their ending.
 */
const CODES: ReadonlyMap<string, Translated> = new Map([
  // EC2 throttles with RequestLimitExceeded, Auto Scaling with RateExceeded (aws-facts 2), query services with Throttling.
  ...codes(
    Throttled,
    `RequestLimitExceeded RateExceeded Throttling ThrottlingException ThrottledException RequestThrottled ProvisionedThroughputExceededException
     RequestThrottledException TooManyRequestsException SlowDown CallRateLimitExceededException EC2ThrottledException
     BandwidthLimitExceeded PriorRequestNotComplete PriorRequestNotCompleteException`,
  ),
  // Not about rates, but the same advice: nothing was done, another change is under way, ask again.
  ...codes(
    Throttled,
    `ResourceContention ResourceContentionFault ScalingActivityInProgress ScalingActivityInProgressFault
     InstanceRefreshInProgress InstanceRefreshInProgressFault TooManyUpdates IdempotentCallInProgress IdempotentCallInProgressFault`,
  ),
  ...codes(
    ServiceUnavailable,
    `InternalError InternalFailure InternalServerError InternalServiceError InternalServerErrorException
     InternalException ServerInternal ServiceUnavailable ServiceUnavailableException ServiceException Unavailable
     ServiceLinkedRoleFailure RequestTimeout RequestTimeoutException`,
  ),
  // The SDK's and Node's names for an answer that never came.
  ...codes(
    ServiceUnavailable,
    `TimeoutError AbortError NetworkingError ECONNRESET ECONNREFUSED ECONNABORTED EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN
     EHOSTUNREACH ENETUNREACH`,
  ),
  ...codes(
    NotFound,
    `NotFound ResourceNotFound ResourceNotFoundException ParameterNotFound TargetGroupNotFound
     TargetGroupNotFoundException RuleNotFound RuleNotFoundException ListenerNotFound ListenerNotFoundException
     LoadBalancerNotFound LoadBalancerNotFoundException SubnetNotFound SubnetNotFoundException
     InvalidLaunchTemplateId.VersionNotFound InvalidLaunchTemplateName.NotFoundException InvalidAMIID.Unavailable
     ExecutionDoesNotExist StateMachineDoesNotExist InvalidCommandId InvocationDoesNotExist InvalidDocument
     launchTemplateIdDoesNotExist launchTemplateVersionDoesNotExist`,
  ),
  ...codes(
    AlreadyExists,
    `AlreadyExists AlreadyExistsFault AlreadyExistsException ParameterAlreadyExists ExecutionAlreadyExists
     ResourceAlreadyExistsException InvalidLaunchTemplateName.AlreadyExistsException`,
  ),
  ...codes(
    AccessDenied,
    `AccessDenied AccessDeniedException UnauthorizedOperation UnauthorizedAccess NotAuthorizedForSourceException
     OperationNotPermitted OperationNotPermittedException AuthFailure UnrecognizedClientException
     InvalidClientTokenId SignatureDoesNotMatch ExpiredToken ExpiredTokenException MissingAuthenticationToken
     OptInRequired ForbiddenException CredentialsProviderError`,
  ),
]);

/** What comes back as it is. */
const OURS = [
  Throttled,
  ServiceUnavailable,
  NotFound,
  AlreadyExists,
  AccessDenied,
  Rejected,
  Frozen,
  LeaseLost,
  OutsideLease,
  StepOverdue,
  InvalidInput,
  LedgerConflict,
  LedgerCorrupt,
  LedgerTooNew,
];

const NEXT: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Throttled, "it is tried again after a pause; if this stays, look for who else calls this account's API"],
  [ServiceUnavailable, "it may have been carried out or not: read the world again before deciding"],
  [NotFound, "check the name and the region; something else may have deleted it"],
  [AlreadyExists, "look at what exists: it is either an earlier try's or somebody else's"],
  [AccessDenied, "give the caller's role this permission, or see which policy denies it"],
  [Rejected, "correct what is asked for; the same call will be refused again"],
]);

/**
 * The error of ours that an error of AWS, of the SDK or of the network means; `cause` keeps the original. Errors of
 * ours, and errors of our own making such as a TypeError, come back as they are. `action` is the call's name.
 */
export function translateError(error: unknown, action = "the call"): Error {
  if (OURS.some((kind) => error instanceof kind)) return error as Error;
  if (!(error instanceof Error)) return new ServiceUnavailable(`${action} failed: ${String(error)}`, error);
  const { names, status, fromAws } = evidenceOf(error);
  const code = names.find((each) => meaningOf(each, error.message) !== undefined);
  const known = code === undefined ? byStatus(status) : meaningOf(code, error.message);
  if (known === undefined && !fromAws) return error;
  return made(known ?? Rejected, `${action} failed with ${code ?? names[0]}: ${inWords(error)}`, error);
}

/** The message without the name of the SDK's part that made it. */
const inWords = ({ message }: Error): string => message.replace(/^@smithy\/[\w-]+ - (\[\w+\] )?/, "");

/** The error for a failure that AWS reports inside a successful answer, by its code. */
export function errorOfCode(action: string, code: string, message: string): Error {
  return made(meaningOf(code, message) ?? Rejected, `${action} failed with ${code}: ${message}`);
}

/** Whether the error says that what was named does not exist; translates first, so raw SDK errors count too. */
export const isNotFound = (error: unknown): boolean => translateError(error) instanceof NotFound;

function made(kind: Translated | typeof Rejected, message: string, cause?: unknown): Error {
  return new kind(`${message.replace(/\.$/, "")}. Next: ${NEXT.get(kind) ?? "read the message"}`, cause);
}

function meaningOf(code: string, message: string): Translated | undefined {
  const known = CODES.get(code);
  if (known) return known;
  if (code.endsWith(".NotFound")) return NotFound;
  if (code.endsWith(".Duplicate")) return AlreadyExists;
  // Auto Scaling has no code of its own for a group that does not exist: a ValidationError says it in words.
  if (code === "ValidationError" && /\bnot found\b/i.test(message)) return NotFound;
  return undefined;
}

function byStatus(status: number | undefined): Translated | undefined {
  if (status === undefined) return undefined;
  if (status === 429) return Throttled;
  if (status >= 500) return ServiceUnavailable;
  return status === 403 ? AccessDenied : undefined;
}

interface Evidence {
  /** Names to look up, the most telling first: the wire code, the SDK's name, Node's code. */
  readonly names: readonly string[];
  readonly status: number | undefined;
  /** False: thrown by code that has nothing to do with AWS. */
  readonly fromAws: boolean;
}

function evidenceOf(error: Error): Evidence {
  const {
    Code,
    code,
    Error: nested,
    $fault,
    $metadata,
  } = error as Error & {
    readonly Code?: unknown;
    readonly code?: unknown;
    readonly Error?: { readonly Code?: unknown };
    readonly $fault?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const found = [Code, nested?.Code, error.name, code].filter((each) => typeof each === "string");
  return { names: found, status: $metadata?.httpStatusCode, fromAws: $fault !== undefined };
}

function codes(kind: Translated, words: string): [string, Translated][] {
  return words.split(/\s+/).map((code) => [code, kind]);
}
