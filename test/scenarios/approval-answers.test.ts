import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { answers, approvalEvents } from "../support/scenarios/answers.ts";
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
