import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readBell } from "../../src/ledger/asked/bell.ts";
import { answers, approvalEvents, asksOf } from "../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const declared = (onDeadline: "reject" | "proceed" = "reject") =>
  ({
    declaration: { approval: { before: "shift", deadline: "7d", onDeadline } },
  }) as const;

/** Green has passed its gates, and the bell hangs. */
async function waiting(web: Web): Promise<string> {
  const image = await web.publish();
  await web.until("AwaitApproval");
  await web.minutes(1);
  return image;
}

/** Somebody has an execution look: with the state's events of the run so far. */
const look = async (web: Web): Promise<void> => {
  await web.start({});
  await web.minutes(1);
};
const eventsOf = (web: Web, name: string): number =>
  web.ended.find((each) => each.name === name)?.result?.events ?? 0;
const moves = (web: Web) => web.changes().filter(({ action }) => action === "ModifyListener").length;

scenario(
  "green waits six days for its approval in a dozen events, is proved good once more, and takes the traffic",
  declared(),
  async (web) => {
    const image = await waiting(web);
    const [entered, before] = [web.states.length, moves(web)];
    await web.minutes(6 * 24 * 60);
    expect([web.states.length, moves(web)]).toEqual([entered, before]);
    expect(await web.rollout()).toMatchObject({ phase: "AwaitApproval", traffic: { setAt: null } });
    await answers(web, "approved");
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect(
      web.states.filter((state) => state.startsWith("AwaitApproval") || state === "ValidateAgainWait"),
    ).toEqual([
      "AwaitApproval",
      "AwaitApprovalVerdict",
      "AwaitApprovalBell",
      "AwaitApproval",
      "AwaitApprovalVerdict",
      "ValidateAgainWait",
    ]);
    const { id } = await web.rollout();
    // 150 of them are those of a rollout that asks nobody.
    expect(eventsOf(web, id) - 150).toBeLessThanOrEqual(30);
    expect(approvalEvents(web)).toEqual([
      ["Approval Wanted", image],
      ["Approval Wanted again", image],
      ["Approval Given", image],
    ]);
  },
);

scenario("an abort is heard while green waits, as soon as somebody looks", declared(), async (web) => {
  const image = await waiting(web);
  await web.minutes(3 * 24 * 60);
  const at = web.simulator.clock.now();
  await web.abort("not today");
  await look(web);
  await web.settled();
  expect(await web.rollout()).toMatchObject({
    imageTo: image,
    outcome: "rolled-back",
    failure: { error: "Aborted" },
  });
  expect(((await web.rollout()).endedAt ?? Infinity) - at).toBeLessThan(15 * 60_000);
  expect(await asksOf(web)).toMatchObject([{ answer: null }]);
  await expect(answers(web, "approved")).rejects.toThrow(/has ended, or goes back; nothing was changed/);
});

scenario(
  "green goes back when a person rejects it, and its image is not begun again",
  declared(),
  async (web) => {
    const image = await waiting(web);
    await answers(web, "rejected");
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ imageTo: image, failure: { error: "ApprovalRejected" } });
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
  },
);

scenario("green goes back when nobody has answered in time", declared(), async (web) => {
  const image = await waiting(web);
  await web.minutes(7 * 24 * 60);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ imageTo: image, failure: { error: "ApprovalRejected" } });
  expect(approvalEvents(web).at(-1)).toEqual(["Approval Deadline Passed", image]);
});

scenario(
  "green goes on when nobody has answered in time, where that is declared",
  declared("proceed"),
  async (web) => {
    const image = await waiting(web);
    await web.minutes(7 * 24 * 60);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario("a bell without an answer is heard and waited on, and hung up anew", declared(), async (web) => {
  const image = await waiting(web);
  for (let times = 0; times < 3; times += 1) {
    const bell = await readBell(web.ledger, "web");
    expect(await web.engine.ring(bell?.token ?? "")).toBe("rung");
    expect(await web.engine.ring(bell?.token ?? "")).toBe("gone");
    await web.minutes(1);
    expect(await web.rollout()).toMatchObject({ phase: "AwaitApproval", traffic: { setAt: null } });
  }
  await answers(web, "approved");
  await look(web);
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
});

scenario(
  "another image that is published while green waits is begun instead, and the answer for the first green is none for it",
  declared(),
  async (web) => {
    const first = await waiting(web);
    const second = await web.bake();
    await web.person.putParameter(web.account.channel, second);
    await web.minutes(1);
    await sweepOnce(web);
    await web.minutes(10);
    expect(await web.rollout()).toMatchObject({ imageTo: second, phase: "AwaitApproval" });
    await expect(answers(web, "approved", first)).rejects.toThrow(/what waits on web is .*not /);
    await answers(web, "approved", second);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [second, "succeeded"],
      [first, "superseded"],
    ]);
  },
);

scenario(
  "a rollout whose execution was stopped while it waited is taken up, rings anew, and hears the answer",
  declared(),
  async (web) => {
    const image = await waiting(web);
    const { id } = await web.rollout();
    const before = await readBell(web.ledger, "web");
    web.engine.stop(id);
    await web.minutes(1);
    await answers(web, "approved");
    expect(await web.engine.ring(before?.token ?? "")).toBe("gone");
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);
