import type { Fleet } from "../../domain/declaration/fleet.ts";
import { sharedTraffic } from "../../domain/declaration/shared-traffic.ts";
import { listFleetNames, readFleet } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Fault } from "../fault.ts";

/** What of a fleet's traffic another fleet declares for its own, of all that the ledger has. */
export async function otherFleets({ fleet, traffic }: Fleet, ledger: Ledger): Promise<Fault[]> {
  return (await otherDeclarations(fleet, ledger)).flatMap((other) =>
    sharedTraffic(traffic, other.traffic).map(({ path, arn }) => ({
      place: path.join("."),
      why: `${arn} is fleet ${other.fleet}'s, too, and each would move the other's traffic: give each fleet its own`,
    })),
  );
}

/** What all other fleets declare. */
export async function otherDeclarations(fleet: string, ledger: Ledger): Promise<Fleet[]> {
  const names = (await listFleetNames(ledger)).filter((name) => name !== fleet);
  const others = await Promise.all(names.map((name) => readFleet(ledger, name)));
  return others.flatMap((other) => other?.fleet ?? []);
}
