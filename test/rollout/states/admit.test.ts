import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { readLease, seizeLease, takeLease } from "../../../src/ledger/leases.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { admit } from "../../../src/rollout/states/admit.ts";
import { rollout } from "../../support/cli/records.ts";
import { DECIDED, DUE, fakePlan } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const ASKED = { fleet: "web", run: "web-1", decided: DECIDED };
type Step = Awaited<ReturnType<typeof fakePlan>>;
const owner = async ({ ledger }: Step) => (await readLease(ledger, "web"))?.owner ?? null;
const hold = ({ ledger }: Step, by: string) =>
  takeLease(ledger, { fleet: "web", owner: by, now: NOW - 1000, ttlSeconds: 600 });
/** A step in which something else happens while the images are read. */
function meanwhile({ context }: Step, act: () => Promise<unknown>): Step["context"] {
  const { ec2 } = context.aws;
  const slow = { send: (command: never) => act().then(() => ec2.send(command)) };
  return { ...context, aws: { ...context.aws, ec2: slow as never } };
}
const told = (imageTo: string | null, reason: string, outcomeReason: string) => ({
  fleet: "web",
  rollout: "web-1",
  reason,
  imageFrom: null,
  imageTo,
  outcomeReason,
});

describe("what is admitted", () => {
  test("is written down, told and answered with its fence", async () => {
    const step = await fakePlan();
    const reason = `4 servers of generation 6 (ami-0000aaaa) become generation 7 (ami-0000bbbb): ${DUE}`;
    expect(await admit(ASKED, step.context)).toEqual({
      verdict: "pass",
      waitSeconds: 0,
      reason,
      rollout: "web-1",
      fence: 1,
    });
    expect(await rollouts.read(step.ledger, "web", "web-1")).toMatchObject({
      run: { id: "web-1", declaration: { fleet: "web" } },
    });
    expect(await listEntries(step.ledger, "web")).toEqual([
      {
        at: NOW,
        fleet: "web",
        rollout: "web-1",
        phase: "Admit",
        kind: "decision",
        action: "admit",
        actor: "web-1",
        reason,
        evidence: { decided: DECIDED },
      },
    ]);
    const said = { ...told("ami-0000bbbb", "image", reason), imageFrom: "ami-0000aaaa" };
    const sentence = "the rollout to ami-0000bbbb is admitted; green is launched next";
    expect(step.published).toMatchObject([["Rollout Started", { ...said, sentence }]]);
    expect(await owner(step)).toBe("web-1");
  });

  test("by the fleet's name alone is what the declaration names, and its cause says so", async () => {
    const step = await fakePlan();
    const ask = { image: null, until: null, launchedBefore: null, by: null, reason: null };
    await admit({ fleet: "web", run: "web-1", ask }, step.context);
    expect((await rollouts.read(step.ledger, "web", "web-1"))?.run.cause).toEqual({
      reason: "image",
      by: "Admit read it",
      at: NOW,
      serves: [DUE],
      evidence: {},
    });
  });

  test("for a person is pinned, and what they say is kept", async () => {
    const step = await fakePlan({ channel: "ami-0000aaaa" });
    const ask = { image: "ami-0000bbbb", until: null, launchedBefore: null, by: "bob", reason: "as it was" };
    await admit({ fleet: "web", run: "web-1", ask }, step.context);
    expect((await rollouts.read(step.ledger, "web", "web-1"))?.run).toMatchObject({
      imageTo: "ami-0000bbbb",
      cause: {
        reason: "operator",
        by: "bob",
        serves: ["bob pinned ami-0000bbbb (as it was), generation 6 runs ami-0000aaaa"],
      },
    });
    const [want, admitted] = await listEntries(step.ledger, "web");
    expect(want).toMatchObject({ action: "want", actor: "bob", reason: "as it was", rollout: "web-1" });
    expect(admitted).toMatchObject({ action: "admit", evidence: { ask } });
  });
});

describe("what is not admitted", () => {
  test("is refused and told, and the lease is given back", async () => {
    const step = await fakePlan({ template: null });
    const { verdict, fence, reason } = await admit(ASKED, step.context);
    expect([verdict, fence]).toEqual(["refused", 1]);
    expect(step.published).toEqual([["Rollout Refused", told("ami-0000bbbb", "image", reason)]]);
    expect((await listEntries(step.ledger, "web")).map(({ action }) => action)).toEqual(["refused"]);
    expect(await owner(step)).toBeNull();
  });

  test("is nobody's news, and gives nothing back, when another try has gone on meanwhile", async () => {
    const step = await fakePlan({ template: null });
    const again = { fleet: "web", owner: "web-1", now: NOW + 120_000, ttlSeconds: 600 };
    const context = meanwhile(step, () => takeLease(step.ledger, again));
    await expect(admit(ASKED, context)).rejects.toMatchObject({ name: "LedgerConflict" });
    expect([await owner(step), step.published, await listEntries(step.ledger, "web")]).toEqual([
      "web-1",
      [],
      [],
    ]);
  });

  test("is looked at again, and nothing written, when somebody took the lease while it was planned", async () => {
    const step = await fakePlan();
    const again = { fleet: "web", owner: "web-1", now: NOW, ttlSeconds: 600 };
    const context = meanwhile(step, () => seizeLease(step.ledger, again));
    await expect(admit(ASKED, context)).rejects.toMatchObject({ name: "LedgerConflict" });
    expect(await rollouts.read(step.ledger, "web", "web-1")).toBeUndefined();
  });

  test("for nothing to do is no news", async () => {
    const step = await fakePlan({ channel: "ami-0000aaaa" });
    const answer = await admit(ASKED, step.context);
    expect(answer).toMatchObject({ verdict: "nothing-to-do", waitSeconds: 0, fence: 1 });
    expect(step.published).toEqual([]);
    expect((await listEntries(step.ledger, "web")).map(({ action }) => action)).toEqual(["nothing-to-do"]);
  });

  test("is refused in a freeze, without the lease", async () => {
    const step = await fakePlan();
    await freeze(step.ledger, { fleet: null, reason: "holidays", by: "ada", since: 0, until: null });
    expect(await admit(ASKED, step.context)).toMatchObject({
      verdict: "refused",
      reason: "frozen: holidays",
      fence: 0,
    });
    expect(await readLease(step.ledger, "web")).toBeUndefined();
  });

  test("has a fleet that nobody declared", async () => {
    const { context, ledger, published } = await fakePlan();
    const reason = "no fleet is named api: see moult fleet list, or declare it with moult fleet apply";
    const ask = { image: null, until: null, launchedBefore: null, by: "ada", reason: "x".repeat(900) };
    const asked = { fleet: "api", run: "web-1", ask };
    expect(await admit(asked, context)).toEqual({
      verdict: "refused",
      waitSeconds: 0,
      reason,
      rollout: "web-1",
      fence: 0,
    });
    expect([await ledger.list("fleet#api"), published]).toEqual([[], []]);
    const given = JSON.stringify({ fleet: "api", ask }).slice(0, 500);
    expect(await listEntries(ledger, null)).toEqual([
      {
        at: NOW,
        fleet: null,
        rollout: "web-1",
        phase: "Admit",
        kind: "decision",
        action: "refused",
        actor: "web-1",
        reason,
        evidence: { given },
      },
    ]);
  });
});

describe("what was admitted before", () => {
  const known = async (change: Parameters<typeof rollout>[0] = {}) => {
    const step = await fakePlan();
    await rollouts.write(step.ledger, rollout({ execution: "dead", ...change }), "absent");
    return step;
  };

  test("is taken up where it stands, under a new fence", async () => {
    const step = await known();
    await hold(step, "web-1");
    expect(await admit(ASKED, step.context)).toMatchObject({
      verdict: "take-up",
      phase: "ValidateGreen",
      reason: "taken up where it stands",
      fence: 2,
    });
    expect((await rollouts.read(step.ledger, "web", "web-1"))?.run.execution).toBe("web-1");
  });

  test("is taken up where another engine's execution of the same name has admitted it meanwhile", async () => {
    const step = await fakePlan();
    const context = meanwhile(step, async () => {
      if ((await rollouts.read(step.ledger, "web", "web-1")) !== undefined) return;
      await rollouts.write(step.ledger, rollout({ execution: "web-1" }), "absent");
    });
    // Under its fence they would both write.
    expect(await admit(ASKED, context)).toMatchObject({
      verdict: "take-up",
      phase: "ValidateGreen",
      fence: 2,
    });
  });

  test("is refused once it has ended", async () => {
    const step = await known({ endedAt: 5, outcome: "succeeded" });
    expect(await admit(ASKED, step.context)).toMatchObject({
      verdict: "refused",
      reason: "rollout web-1 has ended (succeeded): start a new one",
      fence: 0,
    });
    expect(await readLease(step.ledger, "web")).toBeUndefined();
  });

  test("is refused while another holds the fleet", async () => {
    const step = await known();
    await hold(step, "web-0");
    expect(await admit(ASKED, step.context)).toMatchObject({
      verdict: "refused",
      reason: "web-0 holds the fleet: wait for its end",
      fence: 0,
    });
    expect((await rollouts.read(step.ledger, "web", "web-1"))?.run.execution).toBe("dead");
  });
});
