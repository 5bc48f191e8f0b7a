import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { retirements } from "../../../src/ledger/runs/retirements.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

describe("moult rollout abort", () => {
  const running = async (record: RolloutRecord | undefined) => {
    const line = commandLine();
    await declareWeb(line.plane);
    if (record) await rollouts.write(line.plane.ledger, record, "absent");
    const asked = async () => (await rollouts.open(line.plane.ledger, "web"))?.run.abort ?? null;
    return { ...line, asked };
  };

  test("while nothing runs says so", async () => {
    const { moult } = await running(undefined);
    expect(await moult("rollout abort web --reason x")).toEqual({
      code: 0,
      out: "web: no rollout runs, nothing to abort\n",
      err: "",
    });
    expect(JSON.parse((await moult("rollout abort web --reason x --json")).out)).toEqual({
      fleet: "web",
      rollout: null,
      changed: false,
      retirements: [],
    });
  });

  test("while only a retirement goes on says that, and changes nothing: what was released goes", async () => {
    const { moult, plane } = await running(undefined);
    const goes = { startedAt: NOON, deadlineAt: NOON + 14_400_000, phase: "TakeDown" } as const;
    await retirements.write(plane.ledger, retirement(goes), "absent");
    const before = await retirements.list(plane.ledger, "web");
    expect(await moult("rollout abort web --reason x")).toEqual({
      code: 0,
      out: "web: no rollout runs, nothing to abort; retirement web-g0006-retirement takes generation 6 down until 2026-11-21 16:00:00Z at most, and an abort does not stop it: it was released\n",
      err: "",
    });
    expect(JSON.parse((await moult("rollout abort web --reason x --json")).out)).toMatchObject({
      rollout: null,
      retirements: [{ id: "web-g0006-retirement", until: NOON + 14_400_000 }],
    });
    expect(await retirements.list(plane.ledger, "web")).toEqual(before);
    expect(await listEntries(plane.ledger, "web")).toEqual([]);
  });

  test("before traffic has moved is carried out", async () => {
    const { moult, asked } = await running(rollout({}));
    const { code, out } = await moult("rollout abort web --reason x");
    expect({ code, out }).toEqual({
      code: 0,
      out: "web: rollout web-1 will roll back at its next look; ami-0bbb is begun again only by moult rollout retry web\n",
    });
    expect(await asked()).toEqual({ requestedBy: "ada@laptop", reason: "x", requestedAt: NOON });
  });

  test("after traffic has moved wants to be confirmed", async () => {
    const moved = { step: 0, setPercent: 10, setAt: NOON, observedPercent: 10, agreeingReads: 1 };
    const { moult, asked } = await running(rollout({ traffic: moved }));
    expect(await moult("rollout abort web --reason x")).toEqual({
      code: 1,
      out: "",
      err: "moult: Green has 10% of the traffic of web; it all goes back to blue. Nothing was changed: give --confirm web to carry it out\n",
    });
    expect(await asked()).toBeNull();
    expect((await moult("rollout abort web --reason x --confirm web")).code).toBe(0);
  });
});
