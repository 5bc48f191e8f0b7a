import type { InstanceStatusEvent } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { instanceReported } from "../../../src/detect/instance-reported/instance-reported.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { listFindings, putFinding } from "../../../src/ledger/findings.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { rollout } from "../../support/cli/records.ts";
import { instance, NOW } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";
import { finding } from "../../support/domain/findings.ts";

const ID = "i-0123456789abcdef0";
const EVENT = {
  id: "e1",
  source: "fleet.watch",
  "detail-type": "Instance Drift Detected",
  account: "123456789012",
  region: "us-east-1",
  time: "2026-11-20T10:00:00Z",
  detail: { instance: ID },
};
const STOPS = {
  InstanceEventId: "instance-event-1",
  Code: "instance-stop" as const,
  Description: "degraded",
  NotBefore: new Date(NOW + 3_600_000),
};

/** A server of a fleet that a rollout changes, for which this is scheduled. */
async function scheduled(events: readonly InstanceStatusEvent[], special: Partial<Generation> = {}) {
  const declaration = { health: { retirement: "replace" } } as const;
  const faked = await fakeScan({ declaration, special });
  const { account, context, ledger } = faked;
  account.servers = [instance("web", ID, { State: { Name: "running" } })];
  account.scheduled.set(ID, [...events]);
  await rollouts.write(ledger, rollout({}), "absent");
  const report = () =>
    instanceReported(EVENT, { ...context, region: "us-east-1", trustedSources: ["fleet.watch"] });
  return { ...faked, report };
}

test("what AWS has scheduled is written down while a rollout changes the fleet, and begins nothing", async () => {
  const { report, ledger, started } = await scheduled([STOPS]);
  expect((await report()).reason).toBe(
    `fleet.watch reported ${ID}: retirement found; it waits for the end of rollout web-1, which is changing the fleet`,
  );
  expect(await listFindings(ledger, "web")).toMatchObject([
    { server: ID, kind: "health", field: "retirement", mode: "replace", isPublished: true },
  ]);
  await report();
  expect([started, (await listFindings(ledger, "web")).length]).toEqual([[], 1]);
});

test("nothing that stands about others, or about the server for another reason, is lifted", async () => {
  const { report, ledger } = await scheduled([STOPS]);
  await putFinding(ledger, "web", finding({ server: ID, isPublished: true }), NOW);
  await putFinding(ledger, "web", finding({ server: "i-other", isPublished: true }), NOW);
  await report();
  expect(await listFindings(ledger, "web")).toHaveLength(3);
});

test.each([
  ["nothing is scheduled", [], {}],
  ["it is over", [{ ...STOPS, Description: "[Canceled] degraded" }], {}],
  ["its generation is on its way out", [STOPS], { state: "retiring" as const }],
])("where %s the server is left to the scan after the run", async (_what, events, special) => {
  const { report, ledger } = await scheduled(events, special);
  expect((await report()).reason).toMatch(/a scan after it judges the server$/);
  expect(await listFindings(ledger, "web")).toEqual([]);
});
