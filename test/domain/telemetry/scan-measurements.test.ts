import { expect, test } from "vitest";
import { ageDueAt } from "../../../src/domain/age/due-at.ts";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import { scanMeasurements } from "../../../src/domain/telemetry/scan-measurements.ts";

const DAY = 86_400_000;
const NOW = 100 * DAY;
const AGE = { max: 14 * 86_400, jitter: 10, hardMax: 20 * 86_400 };

const aged = (server: string, days: number): Finding =>
  ({
    server,
    kind: "age",
    since: NOW - DAY,
    dueAt: ageDueAt({ id: server, launchedAt: NOW - days * DAY }, AGE),
  }) as Finding;

const valueOf = (
  stands: readonly Finding[],
  metric: string,
  kind?: string,
  age: typeof AGE | undefined = AGE,
) =>
  scanMeasurements([{ stands, age }], NOW).find((each) => each.metric === metric && each.by?.kind === kind)
    ?.value;

test("a scan says what stands by kind, how old the oldest is, and that it was whole", () => {
  const stands = [aged("i-1", 15), { ...aged("i-2", 15), since: NOW - 3 * DAY }];
  expect(valueOf(stands, "Findings", "age")).toBe(2);
  expect(valueOf(stands, "OldestFindingSeconds", "age")).toBe(3 * 86_400);
  expect(valueOf(stands, "Findings", "drift")).toBe(0);
  expect(valueOf(stands, "OldestFindingSeconds", "drift")).toBe(0);
  expect(valueOf([], "ScanHeartbeat")).toBe(1);
});

test("servers past hardMax are overdue, by when they were launched", () => {
  expect(valueOf([aged("i-1", 19.99), aged("i-2", 20.01), aged("i-3", 30)], "OverdueServers")).toBe(2);
  expect(
    valueOf([aged("i-3", 30)], "OverdueServers", undefined, { ...AGE, hardMax: undefined } as never),
  ).toBe(0);
});
