import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { askId } from "../../src/domain/approval/ask-id.ts";
import { answers, approvalEvents, asksOf } from "../support/scenarios/answers.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const declared = { declaration: { approval: { before: "launch", deadline: "7d" } } } as const;

scenario(
  "an image that is published meanwhile is asked about anew, and the answer for the other is none for it",
  declared,
  async (web) => {
    const first = await web.publish();
    await web.settled();
    const second = await web.publish();
    await web.settled();
    await expect(answers(web, "approved", first)).rejects.toThrow(
      `what waits on web is image ${second} (template version 1), not ${first}; nothing was changed`,
    );
    await answers(web, "rejected", second);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
    expect(approvalEvents(web)).toEqual([
      ["Approval Wanted", first],
      ["Approval Wanted", second],
      ["Approval Rejected", second],
    ]);
  },
);

scenario("a second answer changes nothing, and says what the first was", declared, async (web) => {
  await expect(answers(web, "approved")).rejects.toThrow("nothing of web waits for an approval");
  const image = await web.publish();
  await web.settled();
  expect(await answers(web, "approved")).toMatchObject({ changed: true });
  const entries = await web.entries();
  expect(await answers(web, "approved")).toMatchObject({ changed: false });
  await expect(answers(web, "rejected")).rejects.toThrow(/was approved already, by arn:.*user\/ada on /);
  expect(await web.entries()).toEqual(entries);
  await sweepOnce(web);
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  await expect(answers(web, "rejected")).rejects.toThrow(/nothing was changed/);
});

scenario(
  "while one image rolls out another waits for its approval, ends nothing before it has it, and is begun with it",
  declared,
  async (web) => {
    const first = await web.publish();
    await web.settled();
    await answers(web, "approved");
    await sweepOnce(web);
    await web.until("ObserveGreen");
    const second = await web.bake();
    await web.person.putParameter(web.account.channel, second);
    await web.settled();
    expect(await outcomes(web)).toEqual([[first, "succeeded"]]);
    await answers(web, "approved", second);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [second, "succeeded"],
      [first, "succeeded"],
    ]);
  },
);

scenario(
  "a yes to the green of a rollout that went back is none for the next green of the same image, from the console either",
  { declaration: { approval: { before: "shift", deadline: "7d" } } },
  async (web) => {
    const type = async (name: string, input: object) => {
      web.engine.startWith(name, { fleet: "web", reason: "tried it", ...input });
      return (await web.engine.settled(name)).status;
    };
    await web.publish();
    await web.until("AwaitApproval");
    await web.minutes(1);
    const [seen = { key: "", green: null }] = await asksOf(web);
    await web.abort("not today");
    await web.start({});
    await web.settled();
    web.engine.startWith("again", { fleet: "web", do: "retry", reason: "tomorrow" });
    await web.until("AwaitApproval");
    await web.minutes(1);
    const [waits = { key: "", green: null }] = await asksOf(web);
    expect(waits.green).not.toBe(seen.green);
    await type("late", { do: "approve", ask: askId(seen) });
    const { reason } = (await web.entries()).findLast(({ rollout }) => rollout === "late") ?? {};
    expect(reason).toMatch(`what waits on web is the first traffic of ${waits.green} `);
    expect(reason).toMatch(`, not what ask ${askId(seen)} was about: moult rollout status web shows it`);
    expect(await asksOf(web)).toMatchObject([{ green: waits.green, answer: null }]);
    await type("now", { do: "approve", ask: askId(waits) });
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);
