import { describe, expect, test } from "vitest";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { nextDue } from "../../../src/rollout/convergence/next-due.ts";
import type { Work } from "../../../src/rollout/work.ts";
import { generation } from "../../support/cli/records.ts";
import { fakeFleet } from "../../support/rollout/fake-fleet.ts";
import { NOW } from "../../support/rollout/fake-step.ts";
import { fakeWork } from "../../support/rollout/fake-work.ts";

const GREEN = generation({ number: 7, image: "ami-0bbb", state: "launching", createdAt: NOW - 5 });

/** What would be begun once green (`ami-0bbb`) is live, where the channel names this. */
async function dueAfter(names: string, prepare?: (world: Awaited<ReturnType<typeof fakeFleet>>) => unknown) {
  const world = await fakeFleet({ names });
  await prepare?.(world);
  const { work } = fakeWork({ green: GREEN });
  const beside: Work<never> = { ...work, context: { ...work.context, ...world.context } };
  return nextDue(beside);
}

describe("what is due after a rollout", () => {
  test("is nothing where green is what the fleet should be", async () => {
    expect(await dueAfter("ami-0bbb")).toBeNull();
  });

  test("is another image by now, though blue runs it", async () => {
    expect(await dueAfter("ami-0ccc")).toBe("channel /images/web names ami-0ccc, generation 7 runs ami-0bbb");
    expect(await dueAfter("ami-0aaa")).toBe("channel /images/web names ami-0aaa, generation 7 runs ami-0bbb");
  });

  test("is the replacement of green's own servers, when that is wanted since they were launched", async () => {
    const wantedBefore = (instant: number) =>
      dueAfter("ami-0bbb", ({ ledger }) =>
        changeWanted(ledger, "web", (before) => ({
          ...before,
          launchedBefore: { instant, by: "ada", reason: "kernel", at: instant },
        })),
      );
    expect(await wantedBefore(NOW)).toMatch(/^ada wants servers that were launched before .*: kernel$/);
    expect(await wantedBefore(NOW - 5)).toBeNull();
  });

  test("is nothing for a fleet that nobody declares any more", async () => {
    const { work } = fakeWork({ green: GREEN });
    const { context } = await fakeFleet();
    const fleet = { ...work.fleet, fleet: "api" };
    expect(await nextDue({ ...work, fleet, context: { ...work.context, ...context } })).toBeNull();
  });
});
