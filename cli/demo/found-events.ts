import * as z from "zod";
import type { World } from "../../simulator/world/world.ts";

/** What moult told the bus of one server. */
export interface FoundEvent {
  /** `Instance Drift Detected`, `Instance Access Detected` … */
  readonly type: string;
  readonly instance: string;
  readonly field: string;
  readonly expected: string;
  readonly observed: string;
}

const detail = z.object({
  instance: z.string(),
  field: z.string(),
  expected: z.string(),
  observed: z.string(),
});

/** Hears what moult tells of servers from now on: each event that comes is added at the end. */
export function listenForFindings(world: World): FoundEvent[] {
  const found: FoundEvent[] = [];
  world.onEvent(({ source, "detail-type": type, detail: said }) => {
    if (source === "moult" && type.startsWith("Instance ")) found.push({ type, ...detail.parse(said) });
  });
  return found;
}

export const foundLines = ({ type, instance, field, expected, observed }: FoundEvent): string[] => [
  `${type}: ${instance}`,
  `  ${field}: expected ${expected}, observed ${observed}`,
];
