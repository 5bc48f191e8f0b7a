/*
 * The errors that moult's own code throws. Each keeps its `name` up to the state machine, whose Retry and Catch
 * match on it; each message ends with what to do next. Messages hold words of AWS, of events and of files: a string is
 * one line of them, a list is a line each (one-line.ts).
 */
import { type Lines, linesOf } from "./one-line.ts";

/** What every error of ours extends. The name is given in words, since a minifier may rename the class. */
const named = (name: string) =>
  class extends Error {
    constructor(message: Lines, cause?: unknown) {
      super(linesOf(message).join("\n"), cause === undefined ? undefined : { cause });
      this.name = name;
    }
  };

/** One of several things that are wrong with what somebody gave us, for programs: where it is, and what. */
export interface InputFault {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** In the declaration, or the place in AWS. */
  readonly path: string | null;
  readonly message: string;
}

/** What somebody gave us is wrong: a file, an event, an argument. Trying again with the same input is no use. */
export class InvalidInput extends named("InvalidInput") {
  readonly faults: readonly InputFault[];
  constructor(
    message: Lines,
    special: { readonly cause?: unknown; readonly faults?: readonly InputFault[] } = {},
  ) {
    super(message, special.cause);
    this.faults = special.faults ?? [];
  }
}

/** The ledger's item is not what the writer thought: somebody else wrote first. Read again and decide again. */
export class LedgerConflict extends named("LedgerConflict") {}

/** An item of the ledger cannot be read as what it should be. Its fleet is frozen until a person has looked. */
export class LedgerCorrupt extends named("LedgerCorrupt") {}

/** An item of the ledger was written by newer code. Refuse to act: deploy the newer version. */
export class LedgerTooNew extends named("LedgerTooNew") {}

/** The lease on the fleet is not ours any more; whoever holds it now carries on. Never retried. */
export class LeaseLost extends named("LeaseLost") {}

/** A change was about to be made that the run's lease does not cover. A fault of moult's own: never retried. */
export class OutsideLease extends named("OutsideLease") {}

/** A step has worked for longer than the machine waits for it: what it knows is old, and another try may be at work. */
export class StepOverdue extends named("StepOverdue") {}

/** A change was about to be made while the fleet, or everything, is frozen. */
export class Frozen extends named("Frozen") {
  /** Whether the fleet alone is. */
  scope: "fleet" | "account" = "fleet";
}

/** AWS asks to slow down. Safe to try again after a pause. */
export class Throttled extends named("Throttled") {}

/** AWS failed on its side, or the answer was lost: the call may or may not have been carried out. */
export class ServiceUnavailable extends named("ServiceUnavailable") {}

/** What was named does not exist (any more). */
export class NotFound extends named("NotFound") {}

/** What should be made exists already. */
export class AlreadyExists extends named("AlreadyExists") {}

/** AWS refuses the call for who we are: a permission is missing. */
export class AccessDenied extends named("AccessDenied") {}

/** AWS refuses the call for what it asks: no retry will change that. */
export class Rejected extends named("Rejected") {}
