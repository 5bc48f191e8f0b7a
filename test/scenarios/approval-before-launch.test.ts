import { isControlPlane, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { answers, approvalEvents, asksOf } from "../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const LAUNCH = { before: "launch", deadline: "7d" } as const;
const declared = (onDeadline: "reject" | "proceed" = "reject") => ({
  declaration: { approval: { ...LAUNCH, onDeadline } },
});

/** What moult asked of servers, groups and load balancers. */
const callsOf = ({ simulator }: Web): number =>
  simulator.calls.records.filter(
    ({ caller, service }) =>
      isControlPlane(caller) && ["ec2", "autoscaling", "elasticloadbalancing"].includes(service),
  ).length;

/** As many hours, with a sweep every six of them; answers how many sweeps. */
const hours = async (web: Web, count: number): Promise<number> => {
  const sweeps = Math.floor(count / 6);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    await web.minutes(360);
    await sweepOnce(web);
  }
  return sweeps;
};

scenario(
  "an image waits seven days for its approval: no execution, no call beside the sweep's own, and begins when it is there",
  declared(),
  async (web) => {
    const image = await web.publish();
    await web.settled();
    const [states, entries] = [web.states.length, (await web.entries()).length];
    const before = callsOf(web);
    await sweepOnce(web);
    const aSweep = callsOf(web) - before;
    const sweeps = await hours(web, 166);
    expect(web.states.length).toBe(states);
    expect(callsOf(web) - before).toBe(aSweep * (sweeps + 1));
    expect((await web.entries()).length).toBe(entries);
    expect(await web.rollouts()).toEqual([]);
    await answers(web, "approved");
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect(approvalEvents(web)).toEqual([
      ["Approval Wanted", image],
      ["Approval Wanted again", image],
      ["Approval Given", image],
    ]);
  },
);

scenario(
  "what nobody approved in time is rejected, stays so, and is asked about again when a person retries it",
  declared(),
  async (web) => {
    const image = await web.publish();
    await web.settled();
    await hours(web, 7 * 24 + 6);
    expect(approvalEvents(web)).toEqual([
      ["Approval Wanted", image],
      ["Approval Wanted again", image],
      ["Approval Deadline Passed", image],
    ]);
    await hours(web, 48);
    expect(await web.rollouts()).toEqual([]);
    await expect(answers(web, "approved")).rejects.toThrow(/was rejected already, by the deadline/);
    await web.start({ image });
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
  },
);

scenario(
  "what nobody answered goes on by itself where that is declared, and says so",
  declared("proceed"),
  async (web) => {
    const image = await web.publish();
    await web.settled();
    await hours(web, 7 * 24 + 6);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect(approvalEvents(web)).toEqual([
      ["Approval Wanted", image],
      ["Approval Wanted again", image],
      ["Approval Deadline Passed", image],
    ]);
    expect(await asksOf(web)).toMatchObject([{ answer: { verdict: "approved", proof: "deadline" } }]);
  },
);
