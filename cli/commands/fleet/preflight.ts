import type { ParsedDeclaration } from "../../../src/domain/declaration/declaration.ts";
import type { Session } from "../../session/session.ts";

/** Asks AWS whether what the files name is there. Throws InvalidInput with all that is not, of all files. */
export async function preflight(session: Session, parsed: readonly ParsedDeclaration[]): Promise<void> {
  const { refusal } = await import("../../../src/adoption/fault.ts");
  const plane = await session.plane();
  const faults = [];
  for (const { fleet } of parsed) {
    for (const { place, why } of await session.io.preflightFleet(fleet, plane)) {
      faults.push({ place: `fleet ${fleet.fleet}: ${place}`, why });
    }
  }
  if (faults.length > 0) throw refusal("what was declared is not what AWS has", faults);
}
