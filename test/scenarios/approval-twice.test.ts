import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { ringBell } from "../../src/rollout/approval/ring-bell.ts";
import { answers, approvalEvents, asksOf } from "../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

// What may be said of an approval but once, in time, and of what it is about. Before a launch: approval-answers.test.ts.
const declaration = { approval: { before: "shift", deadline: "7d", onDeadline: "reject" } } as const;

/** Green has passed its gates, and the bell hangs. */
async function waiting(web: Web): Promise<string> {
  const image = await web.publish();
  await web.until("AwaitApproval");
  await web.minutes(1);
  return image;
}
/** As a person's act does (src/desk/acts.ts). */
const rung = ({ ledger, simulator: { clock }, engine }: Web) =>
  ringBell("web", { ledger, clock, bells: engine });

const entriesOf = async (web: Web): Promise<number> =>
  (await web.entries()).filter(({ action }) => action === "approve" || action === "reject").length;

scenario(
  "answered twice before the shift, the first answer counts, and the second says what it was",
  { declaration },
  async (web) => {
    const image = await waiting(web);
    expect(await answers(web, "approved")).toMatchObject({ changed: true });
    expect(await answers(web, "approved")).toMatchObject({ changed: false });
    await expect(answers(web, "rejected")).rejects.toThrow(/was approved already, by arn:.*user\/ada on /);
    await rung(web);
    await web.settled();
    expect([await outcomes(web), await entriesOf(web)]).toEqual([[[image, "succeeded"]], 1]);
  },
);

scenario(
  "answered when the traffic moves, and after the rollout's end, nothing is changed",
  { declaration },
  async (web) => {
    const image = await waiting(web);
    await answers(web, "approved");
    await rung(web);
    await web.until("ShiftTraffic");
    await expect(answers(web, "rejected")).rejects.toThrow(/was approved already/);
    await web.settled();
    await expect(answers(web, "rejected")).rejects.toThrow(/was approved already/);
    expect(await answers(web, "approved")).toMatchObject({ changed: false });
    await sweepOnce(web);
    await web.settled();
    expect([await outcomes(web), await web.liveImage(), await entriesOf(web)]).toEqual([
      [[image, "succeeded"]],
      image,
      1,
    ]);
  },
);

for (const [first, second] of [
  ["approved", "rejected"],
  ["rejected", "approved"],
  ["approved", "approved"],
] as const)
  scenario(
    `answered by two at once, ${first} and ${second}: one counts, is told once, and the other hears of it`,
    { declaration },
    async (web) => {
      const image = await waiting(web);
      const both = await Promise.allSettled([answers(web, first), answers(web, second)]);
      const [ask] = await asksOf(web);
      const verdict = ask?.answer?.verdict;
      const went = both.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      expect(went.filter(({ changed }) => changed)).toHaveLength(1);
      expect(went.every(({ ask: of }) => of.answer?.verdict === verdict)).toBe(true);
      const refused = both.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
      expect(refused).toHaveLength(first === second ? 0 : 1);
      for (const each of refused) expect(each).toMatch(new RegExp(`was ${verdict} already`));
      await rung(web);
      await web.settled();
      await sweepOnce(web);
      await web.settled();
      const outcome = verdict === "approved" ? "succeeded" : "rolled-back";
      expect([await outcomes(web), await entriesOf(web), approvalEvents(web).length]).toEqual([
        [[image, outcome]],
        1,
        2,
      ]);
    },
  );

scenario(
  "answered when its deadline passes at the same moment, one of the two counts",
  { declaration: { approval: { ...declaration.approval, deadline: "5m" } } },
  async (web) => {
    const image = await waiting(web);
    const [ask] = await asksOf(web);
    await web.simulator.clock.sleep((ask?.until ?? 0) - web.simulator.clock.now() - 1);
    await Promise.allSettled([answers(web, "approved"), web.simulator.clock.sleep(1)]);
    await web.minutes(1);
    await web.settled();
    await sweepOnce(web);
    await web.settled();
    const verdict = (await asksOf(web))[0]?.answer?.verdict;
    expect([await outcomes(web), await entriesOf(web)]).toEqual([
      [[image, verdict === "approved" ? "succeeded" : "rolled-back"]],
      1,
    ]);
  },
);

scenario(
  "a yes for a green that went back is none for the next one of the same image",
  { declaration },
  async (web) => {
    const image = await waiting(web);
    const [first] = await asksOf(web);
    await web.abort("not today");
    expect(await rung(web)).toBe(true);
    await web.settled();
    await expect(answers(web, "approved", image)).rejects.toThrow(
      /has ended, or goes back; nothing was changed/,
    );
    web.engine.startWith("again", { fleet: "web", do: "retry", reason: "tomorrow", by: "ada" });
    await web.until("AwaitApproval");
    await web.minutes(1);
    expect((await asksOf(web))[0]?.key).not.toBe(first?.key);
    expect(await web.rollout()).toMatchObject({ phase: "AwaitApproval", traffic: { setAt: null } });
    await answers(web, "approved", image);
    await rung(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
  },
);

scenario(
  "a yes that comes while another image takes its place changes nothing of either",
  { declaration },
  async (web) => {
    const first = await waiting(web);
    const second = await web.bake();
    await web.person.putParameter(web.account.channel, second);
    await web.minutes(1);
    await sweepOnce(web);
    await web.until("RollBack");
    await expect(answers(web, "approved", first)).rejects.toThrow(/nothing was changed/);
    await web.until("AwaitApproval");
    await web.minutes(1);
    expect(await web.rollout()).toMatchObject({ imageTo: second, traffic: { setAt: null } });
    await answers(web, "rejected", second);
    await rung(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [second, "rolled-back"],
      [first, "superseded"],
    ]);
  },
);
