// Writes fleets/fleet.schema.json, by which editors check a declaration while it is written. Run it after a change of
// the declaration's shape: node scripts/generate-fleet-schema.ts
import { writeFileSync } from "node:fs";
import { fleetJsonSchema } from "../src/domain/declaration/declaration-keys.ts";

const target = new URL("../fleets/fleet.schema.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(fleetJsonSchema(), null, 2)}\n`);
