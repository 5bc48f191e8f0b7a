import { beforeEach, describe, expect, test } from "vitest";
import { giveBackFleet } from "../../../src/operator/give-back-fleet.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { readLease, renewLease, takeLease } from "../../../src/ledger/leases.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { readHeld, readHolder } from "../../../src/views/rollout/read-holder.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

const NOW = 1_000_000;
const LAPTOP = { kind: "process", host: "laptop", pid: 4711 } as const;
const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:moult-prod-rollout";
const STACK = { kind: "step-functions", machine: MACHINE } as const;
let ledger: Ledger;

beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  await declareFleet(ledger, { declaration: DECLARATION, by: "ada", now: 0 }, "absent");
  await rollouts.write(ledger, rollout({}), "absent");
});

const hold = (carrier: typeof LAPTOP | typeof STACK | undefined) =>
  takeLease(ledger, { fleet: "web", owner: "web-1", now: NOW, ttlSeconds: 600, carrier });

describe("who carries a rollout", () => {
  test("is in the lease, also after it was renewed, and until when nobody else can", async () => {
    await hold(LAPTOP);
    await renewLease(ledger, { fleet: "web", owner: "web-1", fence: 1, now: NOW + 1000, ttlSeconds: 600 });
    expect(await readHolder(ledger, "web", NOW)).toEqual({
      rollout: "web-1",
      phase: "ValidateGreen",
      carrier: LAPTOP,
      words: "process 4711 on laptop",
      until: NOW + 611_000,
    });
  });

  test("is who takes it up last, under the same name too", async () => {
    await hold(LAPTOP);
    await hold(STACK);
    expect((await readHolder(ledger, "web", NOW))?.words).toBe(
      "execution arn:aws:states:us-east-1:123456789012:execution:moult-prod-rollout:web-1",
    );
  });

  test("is nobody once the lease has run out", async () => {
    await hold(LAPTOP);
    expect(await readHolder(ledger, "web", NOW + 610_001)).toBeNull();
  });

  test("of all fleets, those that processes hold", async () => {
    await hold(undefined);
    expect(await readHeld(ledger, NOW)).toMatchObject([{ fleet: "web", words: "execution web-1" }]);
    await hold(STACK);
    expect(await readHeld(ledger, NOW)).toEqual([]);
  });
});

describe("giving it back", () => {
  test("frees the lease of this process, and says so in the ledger", async () => {
    await hold(LAPTOP);
    const asked = { fleet: "web", by: "ada@laptop", host: "laptop", pid: 4711 };
    const desk = { ledger, clock: { now: () => NOW, sleep: async () => undefined } };
    expect(await giveBackFleet({ ...asked, pid: 4712 }, desk)).toBeUndefined();
    expect(await giveBackFleet(asked, desk)).toBe("web-1");
    expect((await readLease(ledger, "web"))?.owner).toBeNull();
    expect(await listEntries(ledger, "web")).toMatchObject([
      { action: "give-back", reason: "ada@laptop left, and gives it back in ValidateGreen" },
    ]);
    expect(await giveBackFleet(asked, desk)).toBeUndefined();
  });
});
