import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { cancelEvent, scheduleEvent } from "../../simulator/services/ec2/scheduled/scheduled-events.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { firstServer, TAGGED, toldOf } from "../support/scenarios/drifted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const DAY = 86_400;
const replaced = { ...TAGGED, declaration: { health: { retirement: "replace" as const } } };

const schedule = (web: Web, code: Parameters<typeof scheduleEvent>[2]["code"], isPublished = true): string =>
  scheduleEvent(web.simulator.world, firstServer(web), { code, seconds: 3 * DAY, isPublished });

scenario(
  "a server that AWS will retire in three days is replaced at once, and told of",
  replaced,
  async (web) => {
    const told = toldOf(web, "Instance Maintenance Scheduled");
    const server = firstServer(web);
    schedule(web, "instance-retirement");
    await web.minutes(1);
    expect(await web.rollout()).toMatchObject({ cause: { reason: "health" } });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(told).toMatchObject([{ fleet: "web", instance: server, field: "retirement", mode: "replace" }]);
  },
);

scenario("where Health says nothing, the next scan reads it from EC2", replaced, async (web) => {
  schedule(web, "instance-stop", false);
  await web.minutes(30);
  expect(await web.rollouts()).toEqual([]);
  await scanOnce(web);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "health" } });
});

scenario("what AWS takes back is found no more, by its event and by a scan", TAGGED, async (web) => {
  for (const by of ["event", "scan"] as const) {
    const event = schedule(web, "system-reboot", by === "event");
    if (by === "scan") await scanOnce(web);
    await web.minutes(1);
    expect(await listFindings(web.ledger, "web")).toMatchObject([{ kind: "health", field: "reboot" }]);
    cancelEvent(web.simulator.world, firstServer(web), event, by === "event");
    if (by === "scan") await scanOnce(web);
    await web.minutes(1);
    expect(await listFindings(web.ledger, "web")).toEqual([]);
  }
  expect(await web.rollouts()).toEqual([]);
});

scenario(
  "maintenance that nobody asked to be spared is observed, and over when it is done",
  TAGGED,
  async (web) => {
    schedule(web, "system-maintenance");
    await web.minutes(60);
    expect(await listFindings(web.ledger, "web")).toMatchObject([
      {
        field: "maintenance",
        mode: "report",
        observed: "system-maintenance, not before 2026-11-23 10:06:01Z",
      },
    ]);
    await web.minutes(3 * 24 * 60);
    await scanOnce(web);
    expect([await listFindings(web.ledger, "web"), await web.rollouts()]).toEqual([[], []]);
  },
);
