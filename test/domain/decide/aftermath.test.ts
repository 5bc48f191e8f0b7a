import { expect, test } from "vitest";
import { aftermathOf } from "../../../src/domain/decide/aftermath.ts";

test.each([
  ["no capacity", "NoCapacity", "back-off"],
  ["throttling", "Throttled", "back-off"],
  ["a service of AWS that does not answer", "ServiceUnavailable", "back-off"],
  ["a permission that is missing", "AccessDenied", "back-off"],
  ["two writers of one item", "LedgerConflict", "back-off"],
  ["a lease that another has", "LeaseLost", "back-off"],
  ["a step that took too long", "StepOverdue", "back-off"],
  ["an execution that died", "Abandoned", "back-off"],
  ["a Lambda that was cut off", "Sandbox.Timedout", "back-off"],
  ["a timeout of the machine", "States.Timeout", "back-off"],
  ["an error within Lambda", "Lambda.SdkClientException", "back-off"],
  ["a process that died within Lambda", "Runtime.ExitError", "back-off"],
  ["a person's abort", "Aborted", "except"],
  ["a deadline", "Deadline", "except"],
  ["a failed proof", "Failed", "except"],
  ["a call that AWS rejects", "Rejected", "except"],
  ["an error that nobody foresaw", "TypeError", "except"],
  ["an error of somebody's that is called almost so", "My.States.Timeout", "except"],
  ["a name that only begins like one of Step Functions", "Statesman", "except"],
  ["another target that is wanted", "Superseded", "none"],
  ["an image that came into quarantine", "Quarantined", "none"],
] as const)("after %s: %s", (_what, error, aftermath) => {
  expect(aftermathOf({ error, isQuarantined: false })).toBe(aftermath);
});

test.each(["NoCapacity", "Failed", "Aborted"])(
  "after %s of an image in quarantine nothing else is kept",
  (error) => {
    expect(aftermathOf({ error, isQuarantined: true })).toBe("none");
  },
);
