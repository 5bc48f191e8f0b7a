import { describe, expect, it } from "vitest";
import { errorOfCode, isNotFound, translateError } from "../../src/errors/aws-codes.ts";
import * as errors from "../../src/errors/errors.ts";
import { Frozen } from "../../src/errors/errors.ts";

interface Shape {
  readonly name?: string;
  readonly Code?: string;
  readonly code?: string;
  readonly status?: number;
  readonly $fault?: string;
}

/** An error as the SDK throws it: a service exception has `$fault`, a network error has none. */
function thrown(message: string, { status, name, ...rest }: Shape): Error {
  const error = Object.assign(new Error(message), rest, status && { $metadata: { httpStatusCode: status } });
  if (name) error.name = name;
  return error;
}
const service = (name: string, message = "AWS says so", more: Shape = {}): Error =>
  thrown(message, { name, $fault: "client", status: 400, ...more });

describe("translateError", () => {
  it.each([
    ["RequestLimitExceeded", "Throttled"],
    ["Throttling", "Throttled"],
    ["ThrottlingException", "Throttled"],
    ["TooManyRequestsException", "Throttled"],
    ["ResourceContentionFault", "Throttled"],
    ["ScalingActivityInProgressFault", "Throttled"],
    ["InternalFailure", "ServiceUnavailable"],
    ["ServiceUnavailable", "ServiceUnavailable"],
    ["InvalidAMIID.NotFound", "NotFound"],
    ["InvalidAMIID.Unavailable", "NotFound"],
    ["InvalidInstanceID.NotFound", "NotFound"],
    ["InvalidLaunchTemplateId.VersionNotFound", "NotFound"],
    ["TargetGroupNotFoundException", "NotFound"],
    ["ParameterNotFound", "NotFound"],
    ["AlreadyExistsFault", "AlreadyExists"],
    ["ExecutionAlreadyExists", "AlreadyExists"],
    ["UnauthorizedOperation", "AccessDenied"],
    ["AccessDeniedException", "AccessDenied"],
    ["ResourceInUseFault", "Rejected"],
    ["LimitExceededFault", "Rejected"],
    ["ValidationError", "Rejected"],
    ["InvalidParameterValue", "Rejected"],
  ])("takes %s for %s", (code, ours) => {
    expect(translateError(service(code)).name).toBe(ours);
  });

  it("knows a code by its name on the wire when the SDK calls the exception otherwise", () => {
    expect(translateError(service("UnheardOfFault", "no", { Code: "AlreadyExists" })).name).toBe(
      "AlreadyExists",
    );
  });

  it("reads from its message that a group does not exist: Auto Scaling has no code for that", () => {
    const missing = service(
      "ValidationError",
      "AutoScalingGroup name not found - AutoScalingGroup 'web' not found",
    );
    expect(translateError(missing).name).toBe("NotFound");
    expect(isNotFound(missing)).toBe(true);
  });

  it.each([
    [503, "ServiceUnavailable"],
    [500, "ServiceUnavailable"],
    [429, "Throttled"],
    [403, "AccessDenied"],
    [418, "Rejected"],
  ])("goes by status %i when the code is unknown", (status, ours) => {
    expect(translateError(service("Whatever", "no", { status })).name).toBe(ours);
  });

  it.each([[{ code: "ECONNRESET" }], [{ name: "TimeoutError" }], [{ code: "ENOTFOUND" }]])(
    "takes a lost answer (%o) for ServiceUnavailable",
    (shape) => {
      expect(translateError(thrown("socket hang up", shape)).name).toBe("ServiceUnavailable");
    },
  );

  it("says action, code, AWS's message and what to do next, and keeps the cause", () => {
    const cause = service(
      "AccessDenied",
      "User is not authorized to perform: autoscaling:CreateAutoScalingGroup.",
    );
    const error = translateError(cause, "CreateAutoScalingGroup");
    expect(error.message).toBe(
      "CreateAutoScalingGroup failed with AccessDenied: User is not authorized to perform: autoscaling:CreateAutoScalingGroup. " +
        "Next: give the caller's role this permission, or see which policy denies it",
    );
    expect(error.cause).toBe(cause);
  });

  it.each([
    [
      "Throttling",
      "it is tried again after a pause; if this stays, look for who else calls this account's API",
    ],
    ["InternalFailure", "it may have been carried out or not: read the world again before deciding"],
    ["InvalidAMIID.NotFound", "check the name and the region; something else may have deleted it"],
    ["AlreadyExistsFault", "look at what exists: it is either an earlier try's or somebody else's"],
    ["InvalidParameterValue", "correct what is asked for; the same call will be refused again"],
  ])("tells for %s what to do next", (code, next) => {
    expect(translateError(service(code, "v1.2 is bad"), "X").message).toBe(
      `X failed with ${code}: v1.2 is bad. Next: ${next}`,
    );
  });

  it.each([
    ["InvalidUnheardOf.NotFound", "NotFound"],
    ["InvalidUnheardOf.Duplicate", "AlreadyExists"],
    ["UnheardOf.DuplicateNotFound", "Rejected"],
  ])("takes %s, which no table has, for %s by its end", (code, ours) => {
    expect(translateError(service(code)).name).toBe(ours);
  });

  it("takes no other code for a missing thing because its message says so", () => {
    expect(translateError(service("Whatever", "Role not found")).name).toBe("Rejected");
  });

  it("leaves our own errors as they are, whatever AWS's marks they bear", () => {
    for (const Kind of Object.values(errors)) {
      const ours = Object.assign(new Kind("not now"), { Code: "Throttling", $fault: "client" });
      expect(translateError(ours)).toBe(ours);
    }
  });

  it("takes what is of AWS and has no status for refused", () => {
    const error = Object.assign(new Error("no"), { name: "Whatever", $fault: "client" });
    expect(translateError(error).name).toBe("Rejected");
  });

  it("leaves our own errors and programming errors as they are", () => {
    const ours = new Frozen("not now");
    const bug = new TypeError("x is not a function");
    expect(translateError(ours)).toBe(ours);
    expect(translateError(translateError(service("Throttling"))).name).toBe("Throttled");
    expect(translateError(bug)).toBe(bug);
  });

  it("makes something of what is not an error at all", () => {
    expect(translateError("boom").name).toBe("ServiceUnavailable");
  });
});

it("translates a code that a successful answer carries", () => {
  expect(errorOfCode("putting an event", "ThrottlingException", "slow down").name).toBe("Throttled");
  expect(errorOfCode("putting an event", "MalformedDetail", "bad").name).toBe("Rejected");
});
