interface Server {
  readonly zone: string;
  readonly lifecycleState: string;
}

/**
 * Zones in which blue serves and green has nobody, in words, though green has servers enough for each: an outage of the others
 * would find it worse than blue.
 */
export function uncoveredZones(blue: readonly Server[], green: readonly Server[]): string[] {
  const [inBlue, inGreen] = [zonesOf(blue), zonesOf(green)];
  const enough = [...inGreen.values()].reduce((sum, servers) => sum + servers, 0) >= inBlue.size;
  return [...inBlue]
    .filter(([zone]) => enough && !inGreen.has(zone))
    .map(([zone, servers]) => `zone ${zone}: blue has ${servers} of its servers there, and green none`);
}

function zonesOf(servers: readonly Server[]): Map<string, number> {
  const zones = new Map<string, number>();
  for (const { zone, lifecycleState } of servers)
    if (lifecycleState === "InService") zones.set(zone, (zones.get(zone) ?? 0) + 1);
  return zones;
}
