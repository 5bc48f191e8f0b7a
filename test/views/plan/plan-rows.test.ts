import { expect, test } from "vitest";
import type { Plan } from "../../../src/views/plan/plan.ts";
import { planRows } from "../../../src/views/plan/plan-rows.ts";

const plan: Plan = {
  fleet: "web",
  verdict: "changes",
  reason: "6 servers become generation 7",
  imageFrom: null,
  imageTo: "ami-0bbb",
  size: 6,
  steps: [
    { phase: "ShiftTraffic", at: 90, reason: "green gets 10%", action: "ModifyRule", subject: "rule/1" },
  ],
  estimatedSeconds: 1200,
  ageDue: null,
  warnings: [],
};

test("a plan with changes has a summary and a row for each call", () => {
  expect(planRows(plan)).toEqual({
    verdict: "web: changes: 6 servers become generation 7",
    age: undefined,
    warnings: [],
    summary: "image none → ami-0bbb, 6 servers, about 20m",
    steps: [["+1m30s", "ShiftTraffic", "ModifyRule", "rule/1", "green gets 10%"]],
  });
});

test("a plan without changes has its verdict only", () => {
  expect(planRows({ ...plan, verdict: "refused", reason: "frozen" })).toEqual({
    verdict: "web: refused: frozen",
    age: undefined,
    warnings: [],
    summary: undefined,
    steps: [],
  });
});

test.each(["changes", "nothing-to-do"] as const)(
  "a plan with the verdict %s says which server is due for its age first, and when",
  (verdict) => {
    const ageDue = { server: "i-1", at: Date.UTC(2026, 11, 1, 8) };
    expect(planRows({ ...plan, verdict, ageDue }).age).toBe(
      "the first of its servers is due for its age on 2026-12-01 08:00:00Z (i-1)",
    );
  },
);

test.each(["changes", "refused"] as const)(
  "a plan with the verdict %s says who is beside the fleet",
  (verdict) => {
    const warnings = [{ place: "template", why: "it is fleet api's, too" }];
    expect(planRows({ ...plan, verdict, warnings }).warnings).toEqual([
      "to be known: template: it is fleet api's, too",
    ]);
  },
);
