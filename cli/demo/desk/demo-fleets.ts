import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";

/** A fleet of the dashboard's demo: what it is, beside what all have. */
export interface DemoFleet {
  readonly name: string;
  readonly servers: number;
  readonly declares: Partial<FleetDeclaration>;
  /** Whether users come in by a load balancer; else its servers pull their work. */
  readonly isServed: boolean;
}

export const pipelineOf = (fleet: string): string =>
  `arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/${fleet}-golden`;

const AGED: DemoFleet["declares"] = { age: { max: "14d", jitter: "20%" } };
const WINDOW: DemoFleet["declares"] = { windows: { allow: ["Mon-Thu 09:00-16:00 Europe/Berlin"] } };

const served = (name: string, servers: number, declares: DemoFleet["declares"] = {}): DemoFleet => ({
  name,
  servers,
  declares,
  isServed: true,
});
const pulling = (name: string, servers: number, declares: DemoFleet["declares"] = {}): DemoFleet => ({
  name,
  servers,
  declares: { ...AGED, ...WINDOW, ...declares },
  isServed: false,
});

/** One of each state that a person meets, and some that are as they should be. */
export const DEMO_FLEETS: readonly DemoFleet[] = [
  served("web", 24, AGED),
  served("pay", 6, { approval: { before: "shift", deadline: "6h" } }),
  served("billing", 4, { deadlines: { rollout: "1h" } }),
  served("search", 8, { ...AGED, ...WINDOW }),
  served("ads", 4, { deadlines: { validate: "180s" } }),
  pulling("audit", 3),
  pulling("auth", 6),
  pulling("cart", 9),
  pulling("chat", 4),
  pulling("geo", 3),
  pulling("jobs", 12),
  pulling("mail", 5, { drift: { "security-groups": "observe" } }),
  pulling("media", 6),
];
