import type { CommandRecord } from "./state.ts";
import { invalid } from "./validation.ts";

const CONCURRENCY = /^([1-9]\d*|[1-9]\d?%|100%)$/;
const ERRORS = /^(0|[1-9]\d*|\d%|[1-9]\d%|100%)$/;

/** Defaults of SendCommand: 50 at a time, no error tolerated (aws-facts 1.5). */
export const DEFAULT_MAX_CONCURRENCY = "50";
export const DEFAULT_MAX_ERRORS = "0";

/** Refuses a MaxConcurrency or MaxErrors that is neither a number nor a percentage. */
export function checkRates(maxConcurrency: string, maxErrors: string): void {
  if (!CONCURRENCY.test(maxConcurrency))
    throw invalid(`Value '${maxConcurrency}' at 'maxConcurrency' is not valid`);
  if (!ERRORS.test(maxErrors)) throw invalid(`Value '${maxErrors}' at 'maxErrors' is not valid`);
}

/** How many invocations may be open at the same time: at least one. */
export function concurrencyOf(command: CommandRecord): number {
  return Math.max(1, Math.ceil(share(command.maxConcurrency, command.invocations.size)));
}

/** How many errors are tolerated: the system stops starting invocations at the next one. */
export function toleratedErrors(command: CommandRecord): number {
  return Math.floor(share(command.maxErrors, command.invocations.size));
}

const share = (amount: string, of: number): number =>
  amount.endsWith("%") ? (Number(amount.slice(0, -1)) / 100) * of : Number(amount);
