import { type Fault, shownFault, type Warning } from "../domain/neighbours/fault.ts";
import { InvalidInput } from "../errors/errors.ts";

/** All faults in one error, so that they can be mended in one go, and what does not stand in the way beside them. */
export function refusal(
  what: string,
  faults: readonly Fault[],
  warnings: readonly Warning[] = [],
): InvalidInput {
  const beside = warnings.length === 0 ? [] : ["Beside that, and not in the way:", ...warnings.map(line)];
  const placed = faults.map(({ place: path, why: message }) => ({
    file: null,
    line: null,
    column: null,
    path,
    message,
  }));
  return new InvalidInput([`${what}; nothing was changed:`, ...faults.map(line), ...beside], {
    faults: placed,
  });
}

const line = (fault: Fault): string => `- ${shownFault(fault)}`;
