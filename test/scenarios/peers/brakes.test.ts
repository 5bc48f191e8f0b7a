import { EC2Client, ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { describe, test } from "vitest";
import { scanOnce, sweepOnce } from "../../../rehearsal/rehearsal.ts";
import { usedUp } from "../../../src/domain/brakes/budget.ts";
import { openingFrom } from "../../../src/domain/brakes/opening.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { withFleets } from "../../support/rollout/several-fleets.ts";
import { expect, scenario, type Web } from "../../support/scenarios/harness.ts";
import { outcomes } from "../../support/scenarios/refused-image.ts";

// What users of others live by, replayed here: docs/peer-scenarios.md has the rows.

/** Somebody adds a security group to a server by hand. */
async function drift({ simulator }: Web): Promise<void> {
  const [server] = [...simulator.world.state.instances.values()].filter(({ state }) => state === "running");
  const ec2 = simulator.open(EC2Client, { name: "grace" });
  await ec2.send(
    new ModifyInstanceAttributeCommand({ InstanceId: server?.id ?? "", Groups: ["sg-web", "sg-default"] }),
  );
}

const AUTO = { drift: { "security-groups": "auto" } } as const;

// The account's clock begins on Friday 2026-11-20, 10:00 UTC.
scenario(
  "Karpenter, fully blocking during a scheduled time: drift is reported, and nothing is touched until it is over",
  { declaration: { ...AUTO, windows: { deny: ["2026-11-20T10:00/2026-11-20T16:00"], fits: false } } },
  async (web) => {
    await drift(web);
    await scanOnce(web);
    await web.settled();
    expect(await listFindings(web.ledger, "web")).toMatchObject([{ kind: "drift", mode: "replace" }]);
    expect(await web.rollouts()).toEqual([]);
    await web.minutes(5 * 60);
    await sweepOnce(web);
    expect(await web.rollouts()).toEqual([]);
    await web.minutes(65);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "drift" } });
  },
);

scenario(
  "Karpenter, fully blocking by a budget: drift is reported, and nothing is touched until a day is over",
  { declaration: { ...AUTO, budget: { perDay: 1 } } },
  async (web) => {
    const image = await web.publish();
    await web.settled();
    await drift(web);
    await scanOnce(web);
    await web.settled();
    expect(await listFindings(web.ledger, "web")).toHaveLength(1);
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    await web.minutes(24 * 60);
    await sweepOnce(web);
    await web.settled();
    expect((await web.rollouts()).map(({ cause }) => cause.reason).sort()).toEqual(["drift", "image"]);
  },
);

scenario(
  "Karpenter, commands in progress: a run counts against the budget from its begin on, and is not ended for what may not begin",
  { declaration: { budget: { perDay: 1 } } },
  async (web) => {
    const image = await web.publish();
    await web.until("ObserveGreen");
    await web.publish();
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "keel, allowed times: in a window, out of it, and no more begun in it than it may have",
  { declaration: { windows: { allow: ["Fri 10:00-18:00"], fits: false }, budget: { perDay: 2 } } },
  async (web) => {
    const images = [];
    for (let count = 0; count < 3; count += 1) {
      images.push(await web.publish());
      await web.settled();
    }
    expect(new Map(await outcomes(web))).toEqual(
      new Map(images.slice(0, 2).map((image) => [image, "succeeded"])),
    );
    // A day later the budget is there, and the window is not.
    await web.minutes(25 * 60);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(2);
    await web.minutes(6 * 24 * 60 - 30);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(3);
  },
);

describe("keel, allowed times, bad input", () => {
  test("is refused where it is read, all of it at once", () => {
    const text = `fleet: web
template: lt-0abc
image: { channel: /images/web }
traffic: { strategy: none }
windows: { allow: ["Fri 25:00-18:00", "Funday 09:00-17:00", "Mon 09:00-17:00 Mars/Base"] }
`;
    expect(() => parseDeclaration(text, "web.yml")).toThrow(
      /windows\.allow\[0\][^\n]*\n[^\n]*windows\.allow\[1\][^\n]*\n[^\n]*windows\.allow\[2\]/,
    );
  });

  test("past midnight, past the week's end, several windows, zones: what is open is what a clock there shows", () => {
    const windows = windowsOf({ allow: ["Sun 22:00-04:00 America/New_York", "Mon 20:00-22:00"] });
    const opens = (at: string): string =>
      new Date(openingFrom(windows, Date.parse(at))?.from ?? 0).toISOString().slice(0, 16);
    expect(opens("2026-11-29T12:00Z")).toBe("2026-11-30T03:00");
    expect(opens("2026-11-30T08:59Z")).toBe("2026-11-30T08:59");
    expect(opens("2026-11-30T09:00Z")).toBe("2026-11-30T20:00");
  });
});

describe("Karpenter, budgets", () => {
  const NOW = Date.UTC(2026, 10, 29, 12);
  const begun = [{ run: "web-1", at: NOW - 3_600_000, reason: "image" as const }];

  test("the least of all that bind a reason counts, and others are not bound", () => {
    const budget = { perDay: 2, perReason: { image: 1 } };
    expect(usedUp(budget, begun, { reason: "image", now: NOW })?.said).toContain(
      "1 of 1 runs a day for image",
    );
    expect(usedUp(budget, begun, { reason: "drift", now: NOW })).toBeNull();
    const both = [...begun, { run: "web-2", at: NOW - 60_000, reason: "drift" as const }];
    expect(usedUp(budget, both, { reason: "age", now: NOW })?.said).toContain("2 of 2 runs a day");
  });

  test("a window that is as long as its period is always open", () => {
    const windows = windowsOf({ allow: ["Mon-Sun 00:00-24:00 Europe/Berlin"] });
    expect(openingFrom(windows, NOW, 30 * 86_400_000)?.from).toBe(NOW);
  });
});

const NAMES = ["api", "shop", "web"] as const;

test("upgrade-manager, max parallel: at the limit a new run waits, and a window that opens on many overdue lets as many begin as there are slots", async () => {
  await withFleets(
    NAMES,
    async (fleets) => {
      await sweepOnce(fleets);
      await Promise.all(NAMES.map(async (name) => fleets.start(name)));
      let most = 0;
      for (let minutes = 0; minutes < 120; minutes += 1) {
        await fleets.simulator.clock.sleep(60_000);
        const open = await Promise.all(NAMES.map(async (name) => rollouts.open(fleets.ledger, name)));
        most = Math.max(most, open.filter(Boolean).length);
        if (minutes % 5 === 0) await sweepOnce(fleets);
      }
      await fleets.settled();
      const ended = await Promise.all(NAMES.map(async (name) => rollouts.list(fleets.ledger, name)));
      expect([most, ended.map((runs) => runs.map(({ run }) => run.outcome))]).toEqual([
        1,
        [["succeeded"], ["succeeded"], ["succeeded"]],
      ]);
    },
    { atOnce: 1 },
  );
});
