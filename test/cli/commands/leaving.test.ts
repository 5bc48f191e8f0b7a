import { describe, expect, test } from "vitest";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { readLease, takeLease } from "../../../src/ledger/leases.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { starting } from "../../support/cli/starting.ts";

/** A rollout that this process carries, and that goes nowhere. */
const forever = async ({ ledger }: ControlPlane) => {
  await rollouts.write(ledger, rollout({}), "absent");
  const carrier = { kind: "process", host: "laptop", pid: 4711 } as const;
  await takeLease(ledger, { fleet: "web", owner: "web-1", now: NOON, ttlSeconds: 600, carrier });
  await new Promise(() => {});
};

describe("leaving", () => {
  const farewell =
    "Rollout web-1 goes no further than the process that runs it; where it stands is in the ledger. " +
    "Watch it with `moult rollout status web --watch`, take it up with `moult rollout take-up web`.\n";

  /** Runs until the rollout is shown, then leaves. */
  const left = async (line: string, how: "interrupt" | "elapse", answer?: string) => {
    const started = await starting(
      async (plane) => {
        setTimeout(() => started[how](), 20);
        await forever(plane);
      },
      answer === undefined ? {} : { answer },
    );
    return { ...(await started.moult(line)), ledger: started.plane.ledger };
  };

  const HELD = "A sweep takes it over from 2026-11-21 12:10:10Z on, unless its lease is given back now.";

  test("says until when nobody else can take it up, where nobody is there to be asked", async () => {
    const { err, ledger } = await left("rollout start web", "interrupt");
    expect(err).toContain(`${HELD}\n`);
    expect((await readLease(ledger, "web"))?.owner).toBe("web-1");
  });

  test("gives the lease back to who types the fleet's name", async () => {
    const { code, err, ledger } = await left("rollout start web", "interrupt", "web");
    expect(code).toBe(130);
    expect(err).toContain(`${HELD}\nType web to give it back, or Enter to keep it: `);
    expect(err).toContain("Given back: `moult rollout take-up web` takes it up where it stands");
    expect((await readLease(ledger, "web"))?.owner).toBeNull();
  });

  test("by SIGTERM ends with 143, says how to come back, and asks nobody", async () => {
    const started = await starting(
      async (plane) => {
        setTimeout(() => started.interrupt("SIGTERM"), 20);
        await forever(plane);
      },
      { answer: "web" },
    );
    const { code, err } = await started.moult("rollout start web");
    expect(code).toBe(143);
    expect(err).toContain(`Interrupted. ${farewell}${HELD}\n`);
    expect((await readLease(started.plane.ledger, "web"))?.owner).toBe("web-1");
  });

  test("keeps it with Enter", async () => {
    const { ledger } = await left("rollout start web", "interrupt", "");
    expect((await readLease(ledger, "web"))?.owner).toBe("web-1");
  });

  test("a rollout that another process carries says so", async () => {
    const line = await starting(forever);
    await rollouts.write(line.plane.ledger, rollout({}), "absent");
    const carrier = { kind: "process", host: "desk", pid: 12 } as const;
    await takeLease(line.plane.ledger, { fleet: "web", owner: "web-1", now: NOON, ttlSeconds: 600, carrier });
    setTimeout(line.interrupt, 50);
    expect((await line.moult("rollout status web --watch")).err).toContain(
      "Rollout web-1 is carried by process 12 on desk, and goes on with it. Come back with `moult rollout status web --watch`.",
    );
  });

  test("with Ctrl-C exits with 130 and says how to come back", async () => {
    const { code, err } = await left("rollout start web", "interrupt");
    expect(code).toBe(130);
    expect(err).toContain(`Interrupted. ${farewell}`);
  });

  test("by --timeout exits with 6 and says how to come back", async () => {
    const { code, err } = await left("rollout start web --timeout 5m", "elapse");
    expect(code).toBe(6);
    expect(err).toContain(`5m have passed. ${farewell}`);
  });
});
