import { describe, expect, test } from "vitest";
import { renderView } from "../../../cli/view/render-view.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import { generation, STEADY } from "../../support/cli/records.ts";
import { recycleRecord, STRANDED } from "../../support/domain/recycle-record.ts";

const MINUTE = 60_000;
const SIZE = { width: 100, height: 24, colour: false, now: 5 * MINUTE };

const view = (recycle: RecycleRecord, special: Partial<FleetView> = {}): FleetView => ({
  fleet: "web",
  explanation: STEADY,
  attention: [],
  unsent: null,
  retirements: [],
  rollout: undefined,
  recycle,
  findings: [],
  ageDue: null,
  steps: [],
  generations: [generation({ group: "web" })],
  entries: [],
  frozen: undefined,
  standing: undefined,
  except: [],
  ...special,
});

const BATCH = {
  number: 2,
  begunAt: MINUTE,
  servers: [
    { id: "i-2", zone: "us-east-1a", state: "isolated" },
    { id: "i-3", zone: "us-east-1b", state: "serving" },
  ],
  before: ["i-1", "i-2", "i-3"],
  wanted: 3,
  minimum: 6,
  substitutes: [
    { id: "i-8", zone: "us-east-1a", isJudged: true, healthySince: 4 * MINUTE, isEnding: false },
    { id: "i-9", zone: "us-east-1b", isJudged: false, healthySince: null, isEnding: false },
  ],
  schedule: [],
  answered: [],
  asked: [],
  drainSeconds: 30,
} as const satisfies RecycleRecord["batch"];

const ISOLATES = recycleRecord({
  phase: "Isolate",
  phaseStartedAt: 4 * MINUTE,
  replaced: ["i-1"],
  queue: [],
  atOnce: 3,
  batch: structuredClone(BATCH) as unknown as RecycleRecord["batch"],
  left: [{ server: "i-7", reason: "is protected from scale-in", until: 60 * MINUTE }],
  gates: [
    {
      gate: "instance-status",
      verdict: "wait",
      reason: "1 server is initializing",
      value: "1 of 2 ok",
      threshold: "2 of 2",
      since: null,
    },
  ],
});

describe("servers that are replaced in place", () => {
  test("while a batch is at work: how far it is, who leaves and who takes their place, and who is left", () => {
    expect(renderView(view(ISOLATES), SIZE).join("\n")).toMatchInlineSnapshot(`
      "web      drift · 5m · web-recycle-1 · tags of 3 servers drifted
      servers  of generation 6 (web), in place, by ami-1
      phase    ✓✓✓▸···  Isolate, 4 of 7, for 1m · deadline 01:00Z
      replaced ███████░░░░░░░░░░░░░  1 of 3 · batch 2, at most 3 at once
      old      i-2 (us-east-1a) out of traffic
               i-3 (us-east-1b) in traffic
      new      i-8 (us-east-1a) in traffic
               i-9 (us-east-1b) boots, or is judged
               1 to be launched
      left     i-7: is protected from scale-in
      now      ▸ takes out of traffic 3 servers of generation 6; it has to be over by 01:00Z
      else     servers that are not replaced go back into traffic

      web  live  ami-0aaa

      … instance-status  wait     1 of 2 ok / 2 of 2  1 server is initializing"
    `);
  });

  test("that failed: what is put back, and how it is begun again", () => {
    const failure = {
      phase: "ValidateSubstitutes",
      error: "GateFailed",
      reason: "http failed on i-8",
      imageAtFault: false,
    } as const;
    const end = { endedAt: 5 * MINUTE, outcome: "rolled-back", outcomeReason: "http failed on i-8" } as const;
    const run = recycleRecord({ ...ISOLATES, phase: "CloseRecycle", failure, ...end, batch: null, left: [] });
    expect(renderView(view(run), SIZE).join("\n")).toMatchInlineSnapshot(`
      "web      drift · 5m · web-recycle-1 · tags of 3 servers drifted
      servers  of generation 6 (web), in place, by ami-1
      phase    ✓✓✗····  CloseRecycle, 7 of 7, ValidateSubstitutes failed
      replaced ████████████████████  1 of 1
      ended    ✕ put back what was begun; 1 server of generation 6 replaced in place; http failed on i-8;
               moult rollout retry web begins it again
      do       moult rollout retry web
               moult history web --rollout web-recycle-1

      web  live  ami-0aaa

      … instance-status  wait     1 of 2 ok / 2 of 2  1 server is initializing"
    `);
  });

  test("that left servers behind: the commands that end it", () => {
    const end = { endedAt: 5 * MINUTE, outcome: "needs-person", outcomeReason: STRANDED.reason } as const;
    const run = recycleRecord({
      phase: "CloseRecycle",
      ...end,
      stranded: structuredClone(STRANDED) as never,
    });
    const lines = renderView(view(run), { ...SIZE, whole: true });
    expect(lines.filter((line) => /^(do| {9}(aws|moult))/.test(line)).join("\n")).toMatchInlineSnapshot(`
      "do       aws autoscaling exit-standby --auto-scaling-group-name web --instance-ids i-1
               moult history web --rollout web-recycle-1"
    `);
  });

  test("are shown whatever the older rollout was", () => {
    expect(renderView(view(ISOLATES, { steps: [10, 100] }), SIZE).join("\n")).not.toContain("traffic  ");
  });
});
