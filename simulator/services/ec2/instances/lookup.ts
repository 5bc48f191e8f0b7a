import type { WorldState } from "../../../world/state.ts";
import { ServiceFault } from "../../operation.ts";
import type { InstanceRecord } from "../state.ts";

/** Instances by id, each once. Throws one `InvalidInstanceID.NotFound` that names every unknown id. */
export function instancesOf(state: WorldState, ids: readonly string[]): InstanceRecord[] {
  const found = [...new Set(ids)].map((id) => state.instances.get(id) ?? unknownId(id));
  const unknown = found.filter((each) => typeof each === "string");
  if (unknown.length > 0) {
    const [plural, verb] = unknown.length > 1 ? ["s", "do"] : ["", "does"];
    throw new ServiceFault(
      "InvalidInstanceID.NotFound",
      `The instance ID${plural} '${unknown.join(", ")}' ${verb} not exist`,
    );
  }
  return found.filter((each) => typeof each !== "string");
}

/** One instance by id; throws as `instancesOf`. */
export function instanceOf(state: WorldState, id: string | undefined): InstanceRecord {
  const [instance] = instancesOf(state, [id ?? ""]);
  return instance as InstanceRecord;
}

function unknownId(id: string): string {
  if (/^i-[0-9a-f]{8,17}$/.test(id)) return id;
  throw new ServiceFault("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);
}
