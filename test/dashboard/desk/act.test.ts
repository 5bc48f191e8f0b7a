import { expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { withAsk } from "../../../src/domain/approval/approval-ask.ts";
import { newAsk } from "../../../src/domain/decide/approval/approval-hold.ts";
import { changeApprovals, readApprovals } from "../../../src/ledger/asked/approvals.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { shiftSubject } from "../../../src/domain/approval/shift-subject.ts";
import { DECLARATION, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { sitting } from "../../support/dashboard/sitting.ts";

test("a pause is carried out that was read a minute before it was agreed to, for as long as was said", async () => {
  const { desk, agree, run, pass } = await sitting();
  const consent = await agree("pause", { lasts: "2h" });
  pass(60_000);
  expect(await desk.act(consent)).toMatchObject({ done: true });
  const { pause } = (await run()) ?? {};
  expect(pause).toMatchObject({ reason: "ticket 7" });
  expect((pause?.until ?? 0) - (pause?.at ?? 0)).toBe(2 * 3_600_000);
});

test("what would do something else by now is not done, and comes back as it would be", async () => {
  const { desk, agree, run, ledger } = await sitting();
  const consent = await agree("abort", { typed: "web" });
  const stored = await rollouts.read(ledger, "web", "web-1");
  if (stored === undefined) throw new Error("The rollout is gone.");
  const traffic = { ...stored.run.traffic, setPercent: 50 };
  await rollouts.write(ledger, { ...stored.run, traffic }, stored.revision);
  const outcome = await desk.act(consent);
  expect(outcome).toMatchObject({ done: false, words: expect.stringContaining("read it again") });
  expect(outcome.done ? null : outcome.preview?.effects[0]).toContain("50%");
  expect((await run())?.abort).toBeNull();
});

test("a yes that was agreed to for one green is none for the next one of the same image", async () => {
  const declaration = { ...DECLARATION, approval: { before: "shift", deadline: "1d" } } as const;
  const settings = { before: "shift", deadline: 86_400, onDeadline: "reject" } as const;
  const { desk, agree, preview, ledger } = await sitting();
  await declareFleet(ledger, { declaration, by: "ada", now: NOON }, "any");
  const asks = async (more: Partial<RolloutRecord>) => {
    const run = rollout({ phase: "AwaitApproval", declaration, ...more });
    await rollouts.write(ledger, run, "any");
    const subject = shiftSubject(run);
    if (subject === null) throw new Error("nobody is asked");
    await changeApprovals(ledger, "web", (before) => withAsk(before, newAsk(subject, settings, NOON)));
  };
  await asks({});
  const consent = await agree("approve");
  const seen = await preview("approve");
  await rollouts.write(ledger, rollout({ declaration, endedAt: NOON, outcome: "rolled-back" }), "any");
  await asks({ id: "web-2", execution: "web-2", green: 8, startedAt: NOON + 1 });
  expect(await desk.act(consent)).toMatchObject({
    done: false,
    words: expect.stringContaining("read it again"),
  });
  expect(await readApprovals(ledger, "web")).toMatchObject([{ rollout: "web-2", answer: null }]);
  // As the button sends it that was shown beside the first.
  const { item, command } = await preview("approve");
  expect(await desk.act({ ...consent, item: seen.item })).toMatchObject({
    done: false,
    words: expect.stringMatching(/is the first traffic of web-g0008 .* by now, read it again/),
  });
  expect(command).toBe(`moult rollout approve web --ask ${item} --reason …`);
});

test.each([
  ["another name", { typed: "api" }, /type web to carry it out/],
  ["no name", { typed: "" }, /type web to carry it out/],
  ["a revision of another preview", { typed: "web", revision: "0" }, /read it again/],
])("an abort with %s is not carried out, whatever the page let through", async (_what, part, words) => {
  const { desk, agree, run } = await sitting();
  expect(await desk.act(await agree("abort", part))).toMatchObject({
    done: false,
    words: expect.stringMatching(words),
  });
  expect((await run())?.abort).toBeNull();
});

test("an act that can do nothing is not carried out", async () => {
  const { desk, agree } = await sitting();
  expect(await desk.act(await agree("resume"))).toMatchObject({
    done: false,
    words: expect.stringContaining("is not paused"),
  });
});
