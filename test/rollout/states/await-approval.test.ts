import { expect, test } from "vitest";
import { readBell } from "../../../src/ledger/asked/bell.ts";
import { seizeLease } from "../../../src/ledger/leases.ts";
import { readApprovals } from "../../../src/ledger/asked/approvals.ts";
import { answerApproval } from "../../../src/rollout/approval/answer-approval.ts";
import { awaitApproval } from "../../../src/rollout/states/await-approval.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";

const approval = { before: "shift", deadline: "7d", onDeadline: "reject" } as const;
const unmoved = { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 };
const record = { phase: "AwaitApproval", phaseStartedAt: NOW - 1000, traffic: unmoved } as const;

const asked = async (declaration: { approval?: typeof approval } = { approval }) => {
  const step = await fakeStep({ record, declaration });
  const rung: string[] = [];
  const bells = {
    ring: async (token: string) => {
      rung.push(token);
      return "rung" as const;
    },
  };
  const context = { ...step.context, bells };
  const answer = (verdict: "approved" | "rejected") =>
    answerApproval({ fleet: "web", verdict, by: "ada", proof: "none", reason: "seen", image: null }, context);
  return { ...step, context, answer, rung };
};

test("of a fleet that asks nobody traffic may move at once", async () => {
  const { context } = await asked({});
  expect(await awaitApproval(INPUT, context)).toMatchObject({ verdict: "pass" });
});

test("it asks once, and waits until the answer's time is over", async () => {
  const { context, ledger } = await asked();
  for (const _look of [1, 2])
    expect(await awaitApproval(INPUT, context)).toMatchObject({ verdict: "wait", waitSeconds: 7 * 86_400 });
  expect(await readApprovals(ledger, "web")).toMatchObject([{ kind: "shift", answer: null }]);
});

test("a yes lets traffic move, and is written down", async () => {
  const { context, answer, after } = await asked();
  await awaitApproval(INPUT, context);
  await answer("approved");
  expect(await awaitApproval(INPUT, context)).toMatchObject({ verdict: "pass", reason: /is approved/ });
  expect((await after())?.milestones.approved).toBe(NOW);
});

test("a no ends the rollout by its name", async () => {
  const { context, answer } = await asked();
  await awaitApproval(INPUT, context);
  await answer("rejected");
  expect(await awaitApproval(INPUT, context)).toMatchObject({ verdict: "fail", error: "ApprovalRejected" });
});

test("an execution that carries the rollout no more hangs no bell up over the one that does", async () => {
  const { context, ledger } = await asked();
  await awaitApproval({ ...INPUT, token: "ours" }, context);
  const seized = await seizeLease(ledger, { fleet: "web", owner: INPUT.run, now: NOW, ttlSeconds: 600 });
  expect(seized).toMatchObject({ taken: true });
  await expect(awaitApproval({ ...INPUT, token: "of-before" }, context)).rejects.toThrow(
    /does not hold the lease/,
  );
  expect(await readBell(ledger, "web")).toMatchObject({ token: "ours" });
});

test("with a token it hangs the bell up, and rings it itself where the answer is there already", async () => {
  const { context, answer, ledger, rung } = await asked();
  await awaitApproval(INPUT, context);
  expect(await awaitApproval({ ...INPUT, token: "t-1" }, context)).toMatchObject({ verdict: "pass" });
  expect([await readBell(ledger, "web"), rung]).toMatchObject([{ rollout: "web-1", token: "t-1" }, []]);
  await answer("approved");
  await awaitApproval({ ...INPUT, token: "t-2" }, context);
  expect(rung.at(-1)).toBe("t-2");
});
