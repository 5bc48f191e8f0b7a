import { describe, expect, test } from "vitest";
import { parseDeclaration } from "../../src/domain/declaration/declaration.ts";
import { Throttled } from "../../src/errors/errors.ts";
import { type Entry, listEntries } from "../../src/ledger/entries.ts";
import { putExcept } from "../../src/ledger/except.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { takeLease } from "../../src/ledger/leases.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { changeStorm } from "../../src/ledger/found/storms.ts";
import { acknowledgeStorm } from "../../src/operator/acknowledge-storm.ts";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { allowAccess } from "../../src/operator/allow-access.ts";
import { applyDeclaration } from "../../src/operator/apply-declaration.ts";
import { giveBackFleet } from "../../src/operator/give-back-fleet.ts";
import { freezeFleet } from "../../src/operator/freeze-fleet.ts";
import { liftImageQuarantine } from "../../src/operator/lift-image-quarantine.ts";
import { releaseFleet } from "../../src/operator/release-fleet.ts";
import { takeUpRollout } from "../../src/operator/take-up-rollout.ts";
import { rollBackFleet } from "../../src/operator/roll-back-fleet.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import { settleFleet } from "../../src/operator/settle-fleet.ts";
import { unpinImage } from "../../src/operator/unpin-image.ts";
import { changeWanted } from "../../src/ledger/wanted.ts";
import { type StartedRollout, type StartEngine, startRollout } from "../../src/operator/start-rollout.ts";
import { unfreezeFleet } from "../../src/operator/unfreeze-fleet.ts";
import type { StepContext } from "../../src/step/step.ts";
import { sources } from "../rules/tree.ts";
import { commandLine, declareWeb, NOON, WEB_YML } from "../support/cli/command-line.ts";
import { storm } from "../support/cli/findings.ts";
import { frozen, inQuarantine, replaced, running, unsettled } from "../support/operator/prepared.ts";

type Desk = Pick<StepContext, "ledger" | "clock"> & {
  readonly start: StartEngine;
  readonly takeUp: (fleet: string, id: string) => Promise<StartedRollout>;
  readonly settle: (fleet: string) => Promise<StartedRollout>;
  readonly changing: Parameters<typeof releaseFleet>[1]["changing"];
};

interface Act {
  /** What must stand in the ledger before it; the fleet `web` is declared. */
  readonly prepare?: (ledger: Ledger) => Promise<unknown>;
  /** Grace acts on the fleet `web`. */
  readonly act: (desk: Desk) => Promise<unknown>;
  /** What history shows, beside that it was Grace. */
  readonly shows: Partial<Entry>;
  /** It concerns all fleets: its entry is the account's. */
  readonly isOfAccount?: true;
  /** It is the lease that it changes. */
  readonly isOfLease?: true;
}

const by = "grace@desk";
const ask = { image: "ami-0bbb", until: null, launchedBefore: null, by, reason: "kernel" } as const;
const PIN = { image: "ami-0bbb", by: "ada", reason: "as it was", at: 5, until: null, insteadOf: null };
const REFUSED = { image: "ami-0bbb", templateVersion: 1, since: 1, by: "ada", reason: "wrong image" };
const parsed = parseDeclaration(WEB_YML.replace("lt-0abc", "lt-0def"), "fleets/web.yml");

/** Every act there is, by its file. */
const ACTS: Readonly<Record<string, Act>> = {
  "acknowledge-storm": {
    prepare: (ledger) => changeStorm(ledger, storm().key, () => storm()),
    act: (desk) => acknowledgeStorm({ key: storm().key, by, reason: "on purpose" }, desk),
    shows: {
      action: "acknowledge-storm",
      reason: "on purpose",
      subject: storm().key,
      evidence: { since: storm().since, fleets: 7 },
    },
    isOfAccount: true,
  },
  "allow-access": {
    act: (desk) => allowAccess({ fleet: "web", server: null, by, reason: "incident", seconds: 3600 }, desk),
    shows: { action: "allow-access", reason: "incident", evidence: { until: NOON + 3_600_000 } },
  },
  "apply-declaration": {
    act: async (desk) => applyDeclaration({ parsed, before: await readFleet(desk.ledger, "web"), by }, desk),
    shows: {
      action: "declare",
      reason: "changed from fleets/web.yml",
      evidence: { changed: ["  template: lt-0abc → lt-0def"] },
    },
  },
  "freeze-fleet": {
    act: (desk) => freezeFleet({ fleet: "web", by, reason: "incident", seconds: 3600 }, desk),
    shows: { action: "freeze", reason: "incident", evidence: { until: NOON + 3_600_000 } },
  },
  "give-back-fleet": {
    prepare: async (ledger) => {
      await running(ledger);
      const carrier = { kind: "process", host: "desk", pid: 7 } as const;
      await takeLease(ledger, { fleet: "web", owner: "web-1", now: NOON, ttlSeconds: 600, carrier });
    },
    act: (desk) => giveBackFleet({ fleet: "web", by, host: "desk", pid: 7 }, desk),
    shows: {
      action: "give-back",
      subject: "web-1",
      reason: `${by} left, and gives it back in ValidateGreen`,
    },
    isOfLease: true,
  },
  "lift-image-quarantine": {
    prepare: inQuarantine,
    act: (desk) => liftImageQuarantine({ imageId: "ami-0bad", scope: null, by, reason: "flaky" }, desk),
    shows: { action: "lift-quarantine", reason: "flaky", subject: "ami-0bad" },
  },
  "release-fleet": {
    act: (desk) => releaseFleet({ fleet: "web", by, reason: "it moves" }, desk),
    shows: { action: "release-fleet", reason: "it moves", evidence: { groups: [] } },
  },
  "retry-rollout": {
    prepare: (ledger) => putExcept(ledger, "web", REFUSED),
    act: (desk) => retryRollout({ fleet: "web", image: "ami-0bbb", ask }, desk),
    shows: { action: "retry", reason: "kernel", subject: "ami-0bbb", evidence: { refused: [REFUSED] } },
  },
  "roll-back-fleet": {
    prepare: replaced,
    act: (desk) => rollBackFleet({ fleet: "web", by, reason: "checkout is broken" }, desk),
    shows: {
      action: "rollback",
      reason: "checkout is broken",
      subject: "ami-0aaa",
      evidence: { from: "ami-0bbb", generation: 7 },
    },
  },
  "settle-fleet": {
    prepare: unsettled,
    act: (desk) => settleFleet({ fleet: "web", keep: "blue", by, reason: "blue is mended" }, desk),
    shows: { action: "settle", reason: "blue is mended", rollout: "web-1", subject: "blue" },
  },
  "start-rollout": {
    act: (desk) => startRollout({ fleet: "web", ask }, desk),
    shows: {
      action: "start",
      reason: "kernel",
      evidence: { image: "ami-0bbb", until: null, launchedBefore: null },
    },
  },
  "steer-rollout": {
    prepare: running,
    act: (desk) => steerRollout({ act: "abort", fleet: "web", by, reason: "wrong image" }, desk),
    shows: { action: "abort", reason: "wrong image", rollout: "web-1", phase: "ValidateGreen" },
  },
  "take-up-rollout": {
    prepare: running,
    act: (desk) => takeUpRollout({ fleet: "web", by }, desk),
    shows: {
      action: "take-up",
      reason: `${by} takes it up where it stands, in ValidateGreen`,
      subject: "web-1",
    },
  },
  "unfreeze-fleet": {
    prepare: frozen,
    act: (desk) => unfreezeFleet({ fleet: "web", by }, desk),
    shows: { action: "unfreeze", reason: "lifted by grace@desk" },
  },
  "unpin-image": {
    prepare: (ledger) => changeWanted(ledger, "web", (before) => ({ ...before, pin: PIN })),
    act: (desk) => unpinImage({ fleet: "web", by }, desk),
    shows: { action: "unpin", reason: "lifted by grace@desk", subject: "ami-0bbb" },
  },
};

test("the table has every act, and an act is a file with one function of its name", async () => {
  const files = sources.filter((path) => path.startsWith("src/operator/"));
  const names = files.map((path) => path.slice("src/operator/".length).replace(/\.ts$/, ""));
  expect(names).toEqual(Object.keys(ACTS));
  for (const name of names) {
    const exported = Object.keys((await import(`../../src/operator/${name}.ts`)) as object);
    expect(exported).toEqual([name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase())]);
  }
});

const fleetOf = ({ isOfAccount }: Act): string | null => (isOfAccount ? null : "web");

/** A command line over a ledger where the act may be done, and the desk of whoever does it. */
async function prepared({ prepare }: Act) {
  const line = commandLine();
  const { ledger, clock } = line.plane;
  await declareWeb(line.plane);
  await prepare?.(ledger);
  const start: StartEngine = async () => ({ id: "web-1", settled: Promise.resolve() });
  return {
    ...line,
    desk: {
      ledger,
      clock,
      start,
      takeUp: async () => start("web", { ...ask }),
      settle: async () => start("web", { ...ask }),
      // Nothing of it carries a tag.
      changing: async () =>
        ({ ledger, clock, aws: { ec2: { send: async () => ({}) } } }) as unknown as Awaited<
          ReturnType<Desk["changing"]>
        >,
    },
  };
}

describe.each(Object.entries(ACTS))("%s", (_name, each) => {
  test("writes an entry, and history shows who and why", async () => {
    const { moult, desk } = await prepared(each);
    await each.act(desk);
    const where = { at: NOON, fleet: fleetOf(each), rollout: null, phase: null, kind: "decision" };
    expect(await listEntries(desk.ledger, fleetOf(each))).toEqual([{ ...where, actor: by, ...each.shows }]);
    if (each.isOfAccount) return;
    const { entries } = JSON.parse((await moult("history web --json")).out) as { entries: Entry[] };
    expect(entries).toEqual(await listEntries(desk.ledger, "web"));
    const { out } = await moult("history web --wide");
    expect(out).toContain(`${by}  ${each.shows.reason}\n`);
    expect(out).toContain(` ${each.shows.action}`);
  });

  test("writes it before the change, which may be lost", async () => {
    const { desk } = await prepared(each);
    const lost = async () => {
      throw new Throttled("nothing but entries is written today");
    };
    const ledger: Ledger = {
      ...desk.ledger,
      // Who takes the fleet's lease first has changed nothing yet.
      put: (write, expected) =>
        ["entry#", ...(each.isOfLease ? [] : ["lease"])].some((kind) => write.sort.startsWith(kind))
          ? desk.ledger.put(write, expected)
          : lost(),
      remove: lost,
    };
    const doors = { start: lost, takeUp: lost, settle: lost, changing: lost };
    await expect(each.act({ ...desk, ledger, ...doors })).rejects.toThrow("nothing but entries");
    expect(await listEntries(desk.ledger, fleetOf(each))).toMatchObject([{ actor: by, ...each.shows }]);
  });
});
