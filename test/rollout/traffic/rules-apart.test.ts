import { describe, expect, test } from "vitest";
import { whereRollbackLeads } from "../../../src/domain/rollout-decisions/rollback-table.ts";
import { revertTraffic } from "../../../src/rollout/traffic/revert-traffic.ts";
import { rollbackAt, servers } from "../../support/domain/rollback.ts";
import { GROUPS, health } from "../../support/rollout/fake-revert.ts";
import { A, B, fakeWork, LISTENER } from "../../support/rollout/fake-work.ts";

const INNER = LISTENER.replace("/web/1/2", "/web/1/3");

describe("one of two listeners gives a silent blue a part of its requests, and the other gives green all of them", () => {
  test("green takes the rest, too", async () => {
    const { work, sent } = fakeWork({
      traffic: {
        strategy: "alb-weighted",
        steps: ["50%", "100%"],
        pairs: [{ rules: [LISTENER, INNER], targetGroups: [A, B] }],
      },
      record: {
        size: 1,
        phase: "RollBack",
        failure: { phase: "ShiftTraffic", error: "Aborted", reason: "changed my mind", imageAtFault: false },
        traffic: { step: 2, setPercent: 100, setAt: 5, observedPercent: null, agreeingReads: 0 },
        timers: { "blue-silent": 5 },
      },
      answers: {
        ...health({ "i-b1": "unhealthy", "i-b2": "unhealthy", "i-g1": "healthy" }),
        DescribeListeners: ({ ListenerArns }) => {
          const green = JSON.stringify(ListenerArns).includes(INNER) ? 50 : 100;
          const TargetGroups = [
            { TargetGroupArn: A, Weight: 100 - green },
            { TargetGroupArn: B, Weight: green },
          ];
          return { Listeners: [{ DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups } }] }] };
        },
      },
    });
    await revertTraffic(GROUPS, work);
    const written = sent.filter(({ name }) => name === "ModifyListener");
    expect(written.map(({ input }) => input["ListenerArn"])).toEqual([INNER]);
    expect(JSON.stringify(written[0]?.input)).toContain(`"TargetGroupArn":"${B}","Weight":100`);
  });

  test("also where blue's group is gone, before it is left to a person", () => {
    const apart = { blue: servers(0), silentMs: { blue: 60_000, green: 0 }, percent: 100, least: 50 };
    expect(whereRollbackLeads(rollbackAt(apart))).toMatchObject({ kind: "set", percent: 100 });
    const gone = rollbackAt({ ...apart, blueExists: false });
    expect(whereRollbackLeads(gone)).toMatchObject({ kind: "set", percent: 100 });
    expect(whereRollbackLeads({ ...gone, least: 100 })).toMatchObject({ kind: "needs-person" });
  });
});
