import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { putExcept, readExcept } from "../../../src/ledger/except.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import type { PersonsAsk } from "../../../src/operator/start-rollout.ts";
import { rollout } from "../../support/cli/records.ts";

const REFUSED = {
  image: "ami-0000bbbb",
  templateVersion: 1,
  since: 1,
  by: "bob@desk",
  reason: "wrong image",
};

/** A command line of a fleet that should run this image, and where `ami-0000bbbb` was refused. */
async function refused(wanted: string | null = "ami-0000bbbb", environment = {}) {
  const asked: PersonsAsk[] = [];
  const line = commandLine({
    environment,
    plane: {
      wantedImage: async () => wanted,
      start: async (_fleet, ask) => {
        asked.push(ask);
        const ended = {
          phase: "CloseRollout",
          endedAt: NOON,
          outcome: "succeeded",
          outcomeReason: "done",
        } as const;
        await rollouts.write(line.plane.ledger, rollout(ended), "absent");
        return { id: "web-1", settled: Promise.resolve() };
      },
    },
  });
  await declareWeb(line.plane);
  await putExcept(line.plane.ledger, "web", REFUSED);
  return { ...line, asked };
}

describe("moult rollout retry", () => {
  test("begins again what was refused, and watches it", async () => {
    const { moult, plane, asked } = await refused();
    const { code, out, err } = await moult("rollout retry web --reason flaky");
    expect({ code, err }).toEqual({ code: 0, err: "Rollout web-1 of web started.\n" });
    expect(out).toContain("web: succeeded: done\n");
    expect(asked).toEqual([
      { image: null, until: null, launchedBefore: null, by: "ada@laptop", reason: "flaky" },
    ]);
    expect(await readExcept(plane.ledger, "web")).toEqual([]);
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "retry", subject: "ami-0000bbbb", reason: "flaky", actor: "ada@laptop" },
    ]);
  });

  test("asks before it ends a rollout on its way to another image, also for the declared one", async () => {
    const { moult, plane, asked } = await refused();
    await rollouts.write(plane.ledger, rollout({ id: "web-0", imageTo: "ami-0000dddd" }), "absent");
    const { code, err } = await moult("rollout retry web");
    expect({ code, asked }).toEqual({ code: 1, asked: [] });
    expect(err).toMatch(
      /^moult: Rollout web-0 to ami-0000dddd, .* make room for ami-0000bbbb, unless that is refused\. Nothing was changed: give --con/,
    );
    expect(await readExcept(plane.ledger, "web")).toEqual([REFUSED]);
    await moult("rollout retry web --confirm web");
    expect(asked).toMatchObject([{ image: null }]);
  });

  test("of an image that is named pins it, and ends with the outcome under --json", async () => {
    const { moult, asked } = await refused("ami-0000cccc");
    const { code, out } = await moult("rollout retry web --image ami-0000bbbb --json");
    expect(code).toBe(0);
    expect(JSON.parse(out.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      fleet: "web",
      outcome: "succeeded",
    });
    expect(asked).toMatchObject([{ image: "ami-0000bbbb", reason: null }]);
  });

  test.each([
    [
      "web",
      "moult: nobody refused ami-0000cccc for web; what was refused: ami-0000bbbb. `moult rollout start web --image ami-0000cccc` begins what was not\n",
    ],
    ["web --image web", "moult: --image web is not an image id: give one such as ami-0123456789abcdef0\n"],
    ["wbe", "moult: no fleet is named wbe: did you mean `web`?\n"],
    [
      "web --detach",
      "moult: --detach needs an engine that outlives this command: leave it out, or name a stack (MOULT_TABLE and MOULT_STATE_MACHINE)\n",
    ],
  ])("%s is refused, and nothing changed", async (options, err) => {
    const { moult, plane, asked } = await refused("ami-0000cccc");
    expect(await moult(`rollout retry ${options}`)).toEqual({ code: 1, out: "", err });
    expect(asked).toEqual([]);
    expect(await readExcept(plane.ledger, "web")).toEqual([REFUSED]);
  });

  test("--detach returns at once where the engine lives elsewhere", async () => {
    const { moult } = await refused("ami-0000bbbb", {
      table: "moult",
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:rollout",
    });
    const { code, out } = await moult("rollout retry web --detach --engine step-functions --json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ fleet: "web", rollout: "web-1" });
  });
});
