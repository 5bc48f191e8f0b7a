/** A run that was undone, as far as it matters for whether its target is tried again. */
interface Undone {
  /** The error's name: of a step, of AWS, of the machine. */
  readonly error: string;
  /** The image is in quarantine for it. */
  readonly isQuarantined: boolean;
}

/**
 * What passes by itself: AWS had no capacity, throttled or refused a permission, blue was as ill as green, somebody made a group smaller
 * beneath its substitutes, or the process or the
 * machine that carried the run died. States.*, Lambda.* and Runtime.* are what Step Functions and Lambda report themselves.
 */
const PASSES = new Set([
  "NoCapacity",
  "GateUnread",
  "BothIll",
  "Resized",
  "GroupChanged",
  "Throttled",
  "ServiceUnavailable",
  "AccessDenied",
  "LedgerConflict",
  "LeaseLost",
  "StepOverdue",
  "Abandoned",
  "Sandbox.Timedout",
]);

/** Nothing has to be kept of it: what was wanted instead is begun, or the image's quarantine holds it. */
const KEPT_ELSEWHERE = new Set(["Superseded", "Quarantined"]);

/**
 * Whether the target is tried again after a while, or only once a person says so, or whether nothing stands against it.
 * What a person, a deadline or a failed proof has refused is not tried again by itself.
 */
export function aftermathOf({ error, isQuarantined }: Undone): "back-off" | "except" | "none" {
  if (isQuarantined || KEPT_ELSEWHERE.has(error)) return "none";
  return PASSES.has(error) || /^(States|Lambda|Runtime)\./.test(error) ? "back-off" : "except";
}
