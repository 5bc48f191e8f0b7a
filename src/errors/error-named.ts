import {
  AccessDenied,
  Frozen,
  InvalidInput,
  type InputFault,
  LeaseLost,
  LedgerConflict,
  LedgerCorrupt,
  LedgerTooNew,
  NotFound,
  Rejected,
  ServiceUnavailable,
  Throttled,
} from "./errors.ts";

const KINDS = {
  AccessDenied,
  Frozen,
  LeaseLost,
  LedgerConflict,
  LedgerCorrupt,
  LedgerTooNew,
  NotFound,
  Rejected,
  ServiceUnavailable,
  Throttled,
} as const;

interface Received {
  readonly name: string;
  readonly message: string;
  readonly faults?: readonly unknown[] | undefined;
}

/** An error of ours that came over the wire, as it was there. One whose name is not known is Rejected. */
export function errorNamed({ name, message, faults = [] }: Received): Error {
  const lines = message.split("\n");
  if (name === "InvalidInput") return new InvalidInput(lines, { faults: faults as readonly InputFault[] });
  const Kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : Rejected;
  return new Kind(lines);
}
