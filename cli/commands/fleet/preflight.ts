import type { Fault, Warning } from "../../../src/domain/neighbours/fault.ts";
import type { ParsedDeclaration } from "../../../src/domain/declaration/declaration.ts";
import type { Session } from "../../session/session.ts";

/** A warning, and the fleet that it is of. */
type FleetWarning = Warning & { readonly fleet: string };

/**
 * Asks AWS whether what the files name is there, and who else is. Throws InvalidInput with all that is not, of all files;
 * answers what does not stand in the way.
 */
export async function preflight(
  session: Session,
  parsed: readonly ParsedDeclaration[],
): Promise<readonly FleetWarning[]> {
  const { refusal } = await import("../../../src/adoption/fault.ts");
  const plane = await session.plane({ aws: true });
  const faults: Fault[] = [];
  const warnings: FleetWarning[] = [];
  for (const { fleet } of parsed) {
    const found = await session.io.preflightFleet(fleet, plane);
    faults.push(...found.faults.map((each) => placedIn(fleet.fleet, each)));
    warnings.push(...found.warnings.map((each) => ({ fleet: fleet.fleet, ...each })));
  }
  const placed = warnings.map((each) => placedIn(each.fleet, each));
  if (faults.length > 0) throw refusal("what was declared is not what AWS has", faults, placed);
  return warnings;
}

const placedIn = (fleet: string, { place, why }: Fault): Fault => ({
  place: `fleet ${fleet}: ${place}`,
  why,
});

/** What a person reads of warnings; empty: there are none. */
export const warningsText = (warnings: readonly (Warning & { readonly fleet?: string })[]): string[] =>
  warnings.length === 0
    ? []
    : [
        "Not in the way, and to be known:",
        ...warnings.map(
          ({ fleet, place, why }) => `- ${fleet === undefined ? "" : `fleet ${fleet}: `}${place}: ${why}`,
        ),
      ];
