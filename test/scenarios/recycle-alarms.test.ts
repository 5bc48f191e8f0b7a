import { DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { listQuarantined } from "../../src/ledger/image-verdicts.ts";
import { putAlarm, setAlarm } from "../support/scenarios/alarms.ts";
import { expect, scenario, type ScenarioPlan } from "../support/scenarios/harness.ts";
import { drift, idsOf, RECYCLED, recycleOf, recyclesOf } from "../support/scenarios/recycled.ts";

// One look at alarms a batch: the last before old servers end, when they can still be put back (design, "Recycles").

const ALARMED: ScenarioPlan = {
  ...RECYCLED,
  declaration: {
    ...RECYCLED.declaration,
    deadlines: { validate: "5m" },
    gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-sad"] }],
  },
  before: (web) => putAlarm(web),
};

scenario(
  "an alarm begins to ring when a substitute has traffic: old servers come back, no batch follows, and nobody is blamed",
  ALARMED,
  async (web) => {
    const old = idsOf(web);
    await drift(web, old.slice(0, 2));
    await web.until("Isolate");
    await web.minutes(0.5);
    setAlarm(web, "ALARM");
    await web.settled();
    await web.minutes(2);
    expect(idsOf(web).toSorted()).toEqual(old.toSorted());
    const recycle = await recycleOf(web);
    const reason: unknown = expect.stringMatching(/alarm web-sad is in ALARM: users are sad/);
    expect(recycle).toMatchObject({
      outcome: "rolled-back",
      replaced: [],
      failure: { phase: "EndServers", error: "GateFailed", imageAtFault: false, reason },
    });
    expect(await listQuarantined(web.ledger)).toEqual([]);
    expect(web.published.filter((event) => event["detail-type"] === "Recycle Rolled Back")).toHaveLength(1);
    // While it rings the same is not tried again; nor unasked when it does not.
    await web.minutes(60);
    await sweepOnce(web);
    await web.settled();
    expect(await recyclesOf(web)).toHaveLength(1);
  },
);

scenario(
  "an alarm begins to ring between two batches: what was replaced stays, and the other server is put back",
  ALARMED,
  async (web) => {
    const old = idsOf(web);
    await drift(web, old.slice(0, 2));
    await web.until("EndServers");
    await web.until("LaunchSubstitutes");
    setAlarm(web, "ALARM");
    await web.settled();
    await web.minutes(2);
    const recycle = await recycleOf(web);
    expect(recycle).toMatchObject({ outcome: "rolled-back", failure: { error: "GateFailed" } });
    expect(recycle.replaced).toHaveLength(1);
    expect(idsOf(web).filter((id) => old.includes(id))).toHaveLength(3);
  },
);

scenario(
  "an alarm that rang before says nothing of substitutes: they are replaced, and history says why it did not count",
  ALARMED,
  async (web) => {
    setAlarm(web, "ALARM");
    await web.minutes(2);
    const [first = ""] = idsOf(web);
    await drift(web, [first]);
    await web.settled();
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    const notes = (await web.entries()).filter(({ action }) => action === "not-judged");
    expect(notes.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/before new servers had traffic/),
    ]);
  },
);

scenario(
  "an alarm that cannot be read: old servers wait out of traffic, and come back without blame",
  ALARMED,
  async (web) => {
    const old = idsOf(web);
    await drift(web, [old[0] ?? ""]);
    await web.until("Isolate");
    await web.person.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ["web-sad"] }));
    await web.settled();
    await web.minutes(1);
    expect(idsOf(web).toSorted()).toEqual(old.toSorted());
    expect(await recycleOf(web)).toMatchObject({ outcome: "rolled-back", failure: { error: "GateUnread" } });
    await putAlarm(web);
    await web.minutes(5);
    await sweepOnce(web);
    await web.settled();
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [old[0]] });
  },
);
