import { describe, expect, test } from "vitest";
import { backOff } from "../../../src/domain/decide/attempts.ts";
import { ServiceUnavailable, Throttled } from "../../../src/errors/errors.ts";
import { changeAttempts, readAttempts } from "../../../src/ledger/attempts.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { freeze, lift } from "../../../src/ledger/freezes.ts";
import { liftQuarantine, quarantine } from "../../../src/ledger/image-verdicts.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { converge } from "../../../src/rollout/convergence/converge.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { fakeFleet, named } from "../../support/rollout/fake-fleet.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

type World = Awaited<ReturnType<typeof fakeFleet>>;
const DUE = "channel /images/web names ami-0bbb, generation 6 runs ami-0aaa";
const by = (actor: string, { context }: World) => converge("web", { actor }, context);
const condemn = ({ ledger }: World) =>
  quarantine(ledger, {
    imageId: "ami-0bbb",
    reach: null,
    fleet: "api",
    rollout: "api-1",
    reason: "sick",
    at: 1,
  });
const actions = async ({ ledger }: World) => (await listEntries(ledger, "web")).map(({ action }) => action);

describe("what is due", () => {
  test("is started, and an entry says why", async () => {
    const world = await fakeFleet();
    const answer = await by("sweep", world);
    const execution = expect.stringMatching(/^web-ami-0bbb-[0-9a-f]{12}$/) as string;
    expect(answer).toMatchObject({ decision: { act: "start", target: { image: "ami-0bbb" } }, execution });
    const decided = { image: "ami-0bbb", reason: "image" };
    expect(world.started).toEqual([["rollout", answer?.execution, { fleet: "web", decided }]]);
    expect(await listEntries(world.ledger, "web")).toEqual([
      {
        at: NOW,
        fleet: "web",
        rollout: answer?.execution,
        phase: null,
        kind: "decision",
        action: "start-rollout",
        actor: "sweep",
        reason: DUE,
        subject: "ami-0bbb",
      },
    ]);
  });

  test("has its entry before it is started, so that a crash between the two loses nothing", async () => {
    const world = await fakeFleet();
    const crash = { start: () => Promise.reject(new Throttled("slow")) };
    const dying = converge("web", { actor: "sweep" }, { ...world.context, starter: crash });
    await expect(dying).rejects.toBeInstanceOf(Throttled);
    expect(await actions(world)).toEqual(["start-rollout"]);
    await by("sweep", world);
    expect(world.started).toHaveLength(1);
    expect(await actions(world)).toEqual(["start-rollout"]);
  });

  test("is one execution, whoever decides it and how often", async () => {
    const world = await fakeFleet();
    const answers = await Promise.all([by("sweep", world), by("image-published", world), by("web-1", world)]);
    expect(new Set(answers.map((each) => each?.execution)).size).toBe(1);
    expect(world.started).toHaveLength(1);
  });

  test("is decided by a state that was read at once: one that took long is read again", async () => {
    const world = await fakeFleet();
    const hanging = (times: number) => {
      let now = NOW;
      let left = times;
      const get: World["ledger"]["get"] = async (key) => {
        const item = await world.ledger.get(key);
        if (key.sort !== "attempts" || left === 0) return item;
        left -= 1;
        now += 10_001;
        // Meanwhile another attempt is counted.
        await changeAttempts(world.ledger, "web", (before) => ({ ...before, number: before.number + 1 }));
        return item;
      };
      return {
        ...world.context,
        ledger: { ...world.ledger, get },
        clock: { ...world.context.clock, now: () => now },
      };
    };
    const late = await converge("web", { actor: "sweep" }, hanging(2));
    const fresh = await by("sweep", world);
    expect(late?.execution).toBe(fresh?.execution);
    expect(world.started).toHaveLength(1);
    await expect(converge("web", { actor: "sweep" }, hanging(3))).rejects.toBeInstanceOf(ServiceUnavailable);
    expect(world.started).toHaveLength(1);
  });

  test("is another execution for another image, another generation or one reason more", async () => {
    const executionOf = async (world: World) => (await by("sweep", world))?.execution;
    const other = await fakeFleet({ names: "ami-0ccc" });
    const later = await fakeFleet({ generations: [generation({ number: 7, createdAt: 0 })] });
    const more = await fakeFleet();
    const launchedBefore = { instant: 9, by: "ada", reason: "kernel", at: 9 };
    await changeWanted(more.ledger, "web", (before) => ({ ...before, launchedBefore }));
    const worlds = [await fakeFleet(), other, later, more];
    expect(new Set(await Promise.all(worlds.map(executionOf))).size).toBe(4);
  });
});

describe("an execution of the same name that was there before", () => {
  /** What becomes of a fleet whose execution stands so, and of which no rollout is known. */
  const again = async (status: "running" | "ended" | "unknown") => {
    const world = await fakeFleet();
    const executions = { status: async () => status };
    const first = await by("sweep", world);
    await converge("web", { actor: "sweep", executions }, world.context);
    return { world, first, attempts: await readAttempts(world.ledger, "web") };
  };

  test("is left alone while it runs, or where nobody knows", async () => {
    expect((await again("running")).attempts.number).toBe(0);
    expect((await again("unknown")).attempts.number).toBe(0);
  });

  test("and has ended came to nothing: its name is used up, and the next one waits a minute", async () => {
    const { world, first, attempts } = await again("ended");
    expect(attempts).toMatchObject({
      number: 1,
      last: [
        {
          image: "ami-0bbb",
          run: first?.execution,
          failures: 1,
          reason: `execution ${first?.execution} ended before it had begun anything`,
        },
      ],
    });
    const wait = backOff(attempts, "ami-0bbb", NOW);
    expect(await by("sweep", world)).toMatchObject({ execution: null, decision: { because: "back-off" } });
    const clock = { ...world.context.clock, now: () => wait?.nextAt ?? 0 };
    const next = await converge("web", { actor: "sweep" }, { ...world.context, clock });
    expect(next?.execution).not.toBe(first?.execution);
    expect(world.started).toHaveLength(2);
  });

  test("counts once, though somebody has counted it meanwhile", async () => {
    const world = await fakeFleet();
    const executions = { status: async () => "ended" as const };
    await by("sweep", world);
    await Promise.all([1, 2].map(() => converge("web", { actor: "sweep", executions }, world.context)));
    expect((await readAttempts(world.ledger, "web")).number).toBe(1);
  });

  test("is not asked after by whoever cannot ask", async () => {
    const world = await fakeFleet();
    await by("image-published", world);
    expect(await by("image-published", world)).toMatchObject({ execution: expect.any(String) });
    expect((await readAttempts(world.ledger, "web")).number).toBe(0);
  });
});

describe("what is not begun", () => {
  test("is written down with who holds it and until when, once while it holds", async () => {
    const world = await fakeFleet();
    await freeze(world.ledger, { fleet: "web", reason: "audit", by: "ada", since: 0, until: NOW + 9 });
    for (const actor of ["sweep", "sweep", "image-published"])
      expect(await by(actor, world)).toMatchObject({ execution: null, decision: { because: "frozen" } });
    expect(await listEntries(world.ledger, "web")).toEqual([
      {
        at: NOW,
        fleet: "web",
        rollout: null,
        phase: null,
        kind: "decision",
        action: "leave",
        actor: "sweep",
        reason: "frozen: audit",
        evidence: { because: "frozen", nextAt: NOW + 9 },
      },
    ]);
    expect(world.started).toEqual([]);
  });

  test("is written down again when another reason came between, or something was begun", async () => {
    const world = await fakeFleet();
    await condemn(world);
    await by("sweep", world);
    await freeze(world.ledger, { fleet: "web", reason: "audit", by: "ada", since: 0, until: null });
    await by("sweep", world);
    await by("sweep", world);
    await lift(world.ledger, "web");
    await liftQuarantine(world.ledger, { imageId: "ami-0bbb", reach: null, by: "ada", reason: "ok", at: 2 });
    await by("sweep", world);
    expect(await actions(world)).toEqual(["leave", "leave", "start-rollout"]);
  });

  test("is no news where nothing is due, or a run is open, which tells of itself", async () => {
    const rests = await fakeFleet({ names: "ami-0aaa" });
    expect(await by("sweep", rests)).toMatchObject({ decision: { because: "nothing-due" } });
    const runs = await fakeFleet();
    await rollouts.write(runs.ledger, rollout({}), "absent");
    expect(await by("sweep", runs)).toMatchObject({ decision: { because: "running" }, execution: null });
    for (const { ledger, started } of [rests, runs])
      expect([await listEntries(ledger, "web"), started]).toEqual([[], []]);
  });

  test("because nobody declares the fleet is nothing at all", async () => {
    const world = await fakeFleet();
    expect(await converge("api", { actor: "sweep" }, world.context)).toBeUndefined();
    expect([await listEntries(world.ledger, "api"), world.started]).toEqual([[], []]);
  });
});

test("what a declaration named before it was changed does not count", async () => {
  const world = await fakeFleet({ names: null });
  await changeWanted(world.ledger, "web", (before) => ({
    ...before,
    named: { ...named("ami-0bbb"), source: "channel /images/other" },
  }));
  expect(await by("sweep", world)).toMatchObject({ decision: { because: "unnamed" }, execution: null });
});
