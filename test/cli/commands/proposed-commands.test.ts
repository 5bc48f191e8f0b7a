import { beforeEach, describe, expect, test } from "vitest";
import { fleetAttention } from "../../../src/domain/outbox/fleet-attention.ts";
import {
  abortCommand,
  replaceCommand,
  resumeCommand,
  settleCommands,
  unfreezeCommand,
} from "../../../src/domain/outbox/proposed-commands.ts";
import { runAttention } from "../../../src/domain/outbox/run-attention.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { retirements } from "../../../src/ledger/runs/retirements.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, type CommandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

const UNSETTLED = { endedAt: NOON, outcome: "needs-person", outcomeReason: "blue is ill" } as const;
const MOVED = { step: 1, setPercent: 50, setAt: NOON, observedPercent: 50, agreeingReads: 2 };

/** The words of a command line as a shell takes them, without `moult` itself. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? "").slice(1);

/*
 * What an event, a status or a list proposes is typed by somebody in a hurry: each command is whole, with the reason and
 * the confirmation that it asks for, also where nobody can be asked (no terminal).
 */
describe("a command that is proposed works as it is typed", () => {
  let line: CommandLine;
  const ends = async (id: string, more: Partial<RolloutRecord>) => {
    const { ledger } = line.plane;
    const stored = await rollouts.read(ledger, "web", "web-1");
    const record = { ...(stored?.run ?? rollout({})), id, endedAt: NOON, ...more };
    await rollouts.write(ledger, record, "any");
    return { id, settled: Promise.resolve() };
  };
  const typed = async (command: string) => {
    const { code, err } = await line.moult(wordsOf(command));
    return code === 0 ? "done" : err;
  };

  beforeEach(async () => {
    line = commandLine({
      plane: {
        start: async () => ends("web-2", { outcome: "succeeded", outcomeReason: "done" }),
        settle: async () => {
          await ends("web-1", { outcome: "succeeded", outcomeReason: "settled", execution: "settle-1" });
          return { id: "settle-1", settled: Promise.resolve() };
        },
        wantedImage: async () => "ami-0bbb",
      },
    });
    const { ledger } = line.plane;
    await declareWeb(line.plane);
    await writeGeneration(ledger, generation({}), "absent");
    await writeGeneration(
      ledger,
      generation({ number: 7, group: "web-g0007", state: "launching" }),
      "absent",
    );
  });

  test.each(settleCommands("web"))("%s", async (command) => {
    await rollouts.write(line.plane.ledger, rollout(UNSETTLED), "absent");
    expect(await typed(command)).toBe("done");
    expect((await rollouts.list(line.plane.ledger, "web"))[0]?.run.outcome).toBe("succeeded");
  });

  test("an abort while green has traffic", async () => {
    await rollouts.write(line.plane.ledger, rollout({ traffic: MOVED }), "absent");
    expect(await typed(abortCommand("web"))).toBe("done");
  });

  test("a resume of what is paused", async () => {
    const pause = {
      by: "grace",
      reason: "a look",
      at: NOON,
      until: NOON + 3_600_000,
      leftMs: 0,
      countedAt: NOON,
    };
    await rollouts.write(line.plane.ledger, rollout({ traffic: MOVED, pause }), "absent");
    expect(await typed(resumeCommand("web"))).toBe("done");
  });

  test.each(["fleet", "account"] as const)("an unfreeze of the %s", async (scope) => {
    const what = { fleet: scope === "fleet" ? "web" : null, reason: "audit", by: "ada" };
    await freeze(line.plane.ledger, { ...what, since: NOON, until: null });
    expect(await typed(unfreezeCommand("web", scope))).toBe("done");
  });

  test("a start that replaces every server", async () => {
    expect(await typed(replaceCommand("web"))).toBe("done");
  });

  test("all that is proposed for a late rollout, a late retirement, one that needs a person, what is retained, what is in quarantine", async () => {
    const { ledger } = line.plane;
    const late = rollout({ deadlineAt: NOON - 1, traffic: MOVED });
    const goes = retirement({ deadlineAt: NOON - 1, phase: "TakeDown" });
    await rollouts.write(ledger, late, "absent");
    await retirements.write(ledger, goes, "absent");
    const kept = [generation({ number: 5, state: "retained" })];
    const serves = generation({ number: 6, image: "ami-0bad" });
    const verdict = { imageId: "ami-0bad", reach: null, fleet: "shop", rollout: "shop-1", reason: "ill" };
    await quarantine(ledger, { ...verdict, at: NOON });
    const generations = [...kept, serves];
    const of = { fleet: "web", runs: [], rollouts: [], generations, quarantined: "ill" };
    const found = [...runAttention(late, NOON), ...runAttention(goes, NOON), ...fleetAttention(of, NOON)];
    expect(found.map(({ kind }) => kind)).toEqual([
      "run-late",
      "run-late",
      "generation-retained",
      "live-quarantined",
    ]);
    for (const { commands } of found)
      for (const command of commands) expect([command, await typed(command)]).toEqual([command, "done"]);
  });
});
