/**
 * The errors that moult's own code throws. Each keeps its `name` up to the state machine, whose Retry and Catch
 * match on it; each message ends with what to do next.
 */
class MoultError extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
  }
}

/** What somebody gave us is wrong: a file, an event, an argument. Trying again with the same input is no use. */
export class InvalidInput extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("InvalidInput", message, cause);
  }
}

/** The ledger's item is not what the writer thought: somebody else wrote first. Read again and decide again. */
export class LedgerConflict extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("LedgerConflict", message, cause);
  }
}

/** An item of the ledger cannot be read as what it should be. Its fleet is frozen until a person has looked. */
export class LedgerCorrupt extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("LedgerCorrupt", message, cause);
  }
}

/** An item of the ledger was written by newer code. Refuse to act: deploy the newer version. */
export class LedgerTooNew extends MoultError {
  constructor(message: string) {
    super("LedgerTooNew", message);
  }
}

/** The lease on the fleet is not ours any more; whoever holds it now carries on. Never retried. */
export class LeaseLost extends MoultError {
  constructor(message: string) {
    super("LeaseLost", message);
  }
}

/** A step has worked for longer than the machine waits for it: what it knows is old, and another try may be at work. */
export class StepOverdue extends MoultError {
  constructor(message: string) {
    super("StepOverdue", message);
  }
}

/** A change was about to be made while the fleet, or everything, is frozen. */
export class Frozen extends MoultError {
  constructor(message: string) {
    super("Frozen", message);
  }
}

/** AWS asks to slow down. Safe to try again after a pause. */
export class Throttled extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("Throttled", message, cause);
  }
}

/** AWS failed on its side, or the answer was lost: the call may or may not have been carried out. */
export class ServiceUnavailable extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("ServiceUnavailable", message, cause);
  }
}

/** What was named does not exist (any more). */
export class NotFound extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("NotFound", message, cause);
  }
}

/** What should be made exists already. */
export class AlreadyExists extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("AlreadyExists", message, cause);
  }
}

/** AWS refuses the call for who we are: a permission is missing. */
export class AccessDenied extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("AccessDenied", message, cause);
  }
}

/** AWS refuses the call for what it asks: no retry will change that. */
export class Rejected extends MoultError {
  constructor(message: string, cause?: unknown) {
    super("Rejected", message, cause);
  }
}
