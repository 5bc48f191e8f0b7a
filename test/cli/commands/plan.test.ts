import { expect, test } from "vitest";
import type { PersonsAsk } from "../../../src/operator/start-rollout.ts";
import type { Plan } from "../../../src/views/plan/plan.ts";
import { commandLine, declareWeb } from "../../support/cli/command-line.ts";

const PLAN: Plan = {
  fleet: "web",
  verdict: "changes",
  reason: "6 servers become generation 7",
  imageFrom: "ami-0aaa",
  imageTo: "ami-0bbb",
  size: 6,
  steps: [
    {
      phase: "LaunchGreen",
      at: 0,
      reason: "green is made",
      action: "CreateAutoScalingGroup",
      subject: "web-g0007",
    },
    { phase: "ShiftTraffic", at: 130, reason: "green gets 10%", action: "ModifyRule", subject: "rule/1" },
  ],
  estimatedSeconds: 1500,
  ageDue: null,
  warnings: [],
};

const planned = async (plan: Plan) => {
  const asked: PersonsAsk[] = [];
  const line = commandLine({ plane: { plan: async (_fleet, ask) => (asked.push(ask), plan) } });
  await declareWeb(line.plane);
  return { ...line, asked };
};

test("moult plan shows every call, and exits with 2 when there are changes and it is asked to", async () => {
  const { moult, asked } = await planned(PLAN);
  expect(await moult("plan web --image ami-0000bbbb --detailed-exitcode")).toEqual({
    code: 2,
    out: `web: changes: 6 servers become generation 7
image ami-0aaa → ami-0bbb, 6 servers, about 25m

AT      PHASE         CALL                    ON         REASON
+0s     LaunchGreen   CreateAutoScalingGroup  web-g0007  green is made
+2m10s  ShiftTraffic  ModifyRule              rule/1     green gets 10%
`,
    err: "Reading web ...\nNext: `moult rollout start web --image ami-0000bbbb` does it.\n",
  });
  expect(asked).toEqual([
    { image: "ami-0000bbbb", until: null, launchedBefore: null, by: "ada@laptop", reason: null },
  ]);
});

test.each([
  ["--force", { launchedBefore: "now" }],
  ["--launched-before 2026-11-01", { launchedBefore: Date.UTC(2026, 10, 1) }],
])("moult plan %s shows what that would replace", async (option, ask) => {
  const { moult, asked } = await planned(PLAN);
  expect((await moult(`plan web ${option}`)).code).toBe(0);
  expect(asked).toMatchObject([ask]);
});

test("moult plan says when the first server is due for its age, whatever its verdict", async () => {
  const ageDue = { server: "i-1", at: Date.UTC(2026, 11, 1, 8) };
  const said = "the first of its servers is due for its age on 2026-12-01 08:00:00Z (i-1)\n";
  const changes = await planned({ ...PLAN, ageDue });
  expect((await changes.moult("plan web")).out).toContain(`about 25m\n${said}\nAT `);
  const nothing = await planned({ ...PLAN, ageDue, verdict: "nothing-to-do", reason: "because", steps: [] });
  expect((await nothing.moult("plan web")).out).toBe(`web: nothing-to-do: because\n${said}`);
});

test("moult plan --json is the plan in one line", async () => {
  const { moult } = await planned(PLAN);
  const { out } = await moult("plan web --json");
  expect(out.trimEnd()).not.toContain("\n");
  expect(JSON.parse(out)).toEqual(PLAN);
});

test.each([
  ["nothing-to-do", 0],
  ["refused", 5],
] as const)("moult plan that is %s exits with %d, however it is asked", async (verdict, code) => {
  const { moult } = await planned({ ...PLAN, verdict, reason: "because", steps: [] });
  expect((await moult("plan web --detailed-exitcode")).code).toBe(code);
  expect(await moult("plan web")).toMatchObject({ code, out: `web: ${verdict}: because\n` });
});

test.each([
  [
    "plan web --image web-7",
    "moult: --image web-7 is not an image id: give one such as ami-0123456789abcdef0\n",
  ],
  ["plan shop", "moult: no fleet is named shop: known are web\n"],
])("%s", async (line, err) => {
  const { moult } = await planned(PLAN);
  const answer = await moult(line);
  expect(answer).toMatchObject({ code: 1, out: "" });
  expect(answer.err).toMatch(err);
});
