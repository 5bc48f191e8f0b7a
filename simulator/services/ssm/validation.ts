import { ServiceFault } from "../operation.ts";

/** The fault that Systems Manager answers a request with that its model does not allow. */
export const invalid = (message: string): ServiceFault =>
  new ServiceFault("ValidationException", `1 validation error detected: ${message}`);

/** Refuses a list that is longer than the API allows. */
export function refuseMoreThan(most: number, values: readonly unknown[], name: string): void {
  if (values.length <= most) return;
  throw invalid(
    `Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  );
}

/** The page size asked for, or the largest; outside the documented limits it is refused. */
export function pageSize(
  asked: number | undefined,
  { least = 1, most }: { least?: number; most: number },
): number {
  if (asked === undefined) return most;
  if (asked >= least && asked <= most) return asked;
  throw invalid(
    `Value '${asked}' at 'maxResults' failed to satisfy constraint: a number from ${least} to ${most}`,
  );
}
