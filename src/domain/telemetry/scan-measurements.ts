import type { AgeSettings } from "../age/age-settings.ts";
import { ageDueAt } from "../age/due-at.ts";
import type { Finding } from "../findings/finding.ts";
import { type Measurement, metricCatalogue } from "./metric-catalogue.ts";

/** What stands of one fleet after a whole scan. */
interface StandingFindings {
  readonly stands: readonly Finding[];
  readonly age: AgeSettings | undefined;
}

/** What a whole scan leaves to be measured. */
export function scanMeasurements(fleets: readonly StandingFindings[], now: number): readonly Measurement[] {
  const findings = fleets.flatMap(({ stands }) => stands);
  const overdue = fleets.reduce((sum, { stands, age }) => sum + overdueOf(stands, age, now), 0);
  return [
    { metric: "ScanHeartbeat", value: 1 },
    { metric: "OverdueServers", value: overdue },
    ...(metricCatalogue.Findings.by.kind ?? []).flatMap((kind): Measurement[] => {
      const own = findings.filter((each) => each.kind === kind);
      const oldest = own.reduce((least, { since }) => Math.min(least, since), now);
      return [
        { metric: "Findings", value: own.length, by: { kind } },
        { metric: "OldestFindingSeconds", value: (now - oldest) / 1000, by: { kind } },
      ];
    }),
  ];
}

/** Servers past `hardMax`. A finding says when its server was due, and the settings how long after its launch that was. */
function overdueOf(stands: readonly Finding[], age: AgeSettings | undefined, now: number): number {
  const { hardMax } = age ?? {};
  if (age === undefined || hardMax === undefined) return 0;
  const launchedAt = ({ server: id, dueAt }: Finding): number => dueAt - ageDueAt({ id, launchedAt: 0 }, age);
  return stands.filter((each) => each.kind === "age" && now - launchedAt(each) > hardMax * 1000).length;
}
