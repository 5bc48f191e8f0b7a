import { describe, expect, test } from "vitest";
import { writeFindings } from "../../../src/detect/scan/write-findings.ts";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { OutgoingEvent } from "../../../src/domain/outbox/outbox.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { finding } from "../../support/domain/findings.ts";

const NEEDS = { needs: "another image" };
const published = (special: Partial<Finding> = {}) => finding({ isPublished: true, ...special });

/** Writes findings down that stand beside those known before; the bus takes events or not. */
function writer(isTaken = true) {
  const ledger = openSqliteLedger(":memory:");
  const batches: (readonly OutgoingEvent[])[] = [];
  const context = {
    ledger,
    clock: { now: () => 5000, sleep: async () => undefined },
    actor: "scan",
    publish: async (events: readonly OutgoingEvent[]) => {
      batches.push(events);
      return events.map(() => isTaken);
    },
  };
  const write = (put: readonly Finding[], standing: readonly Finding[] = []) =>
    writeFindings({ fleet: "web", standing, put, lift: [], stands: [] }, context);
  const reasons = async () => (await listEntries(ledger, "web")).map(({ reason }) => reason);
  return { ledger, batches, write, reasons };
}

describe("a finding that was published before", () => {
  const inVain =
    "i-1: key pair is mine, expected deploy; servers were replaced for it before, so the fleet needs another image";

  test.each<[string, Finding, readonly Finding[], readonly string[]]>([
    ["comes to need something: recorded", published({ evidence: NEEDS }), [published()], [inVain]],
    [
      "needs what it needed",
      published({ evidence: NEEDS, absentIn: 1 }),
      [published({ evidence: NEEDS })],
      [],
    ],
    ["needs nothing", published({ absentIn: 1 }), [published()], []],
    ["needs nothing any more", published(), [published({ evidence: NEEDS })], []],
    ["needs something, and nobody knows it: recorded", published({ evidence: NEEDS }), [], [inVain]],
  ])("%s", async (_what, found, standing, recorded) => {
    const { batches, write, reasons } = writer();
    await write([found], standing);
    expect([await reasons(), batches]).toEqual([recorded, []]);
  });
});

test("a new one is published in one event with an id of its own, and marked", async () => {
  const { ledger, batches, write, reasons } = writer();
  await write([finding({ since: 1000, dueAt: 2000 })]);
  expect(batches).toEqual([
    [
      {
        id: "i-1#drift#key pair#1000",
        detailType: "Instance Drift Detected",
        detail: {
          fleet: "web",
          instance: "i-1",
          field: "key pair",
          expected: "deploy",
          observed: "mine",
          since: "1970-01-01T00:00:01.000Z",
          dueAt: "1970-01-01T00:00:02.000Z",
          mode: "replace",
          sentence: "i-1: key pair is mine, expected deploy; it is to be replaced",
        },
      },
    ],
  ]);
  expect(await listFindings(ledger, "web")).toMatchObject([{ isPublished: true }]);
  expect(await reasons()).toEqual(["i-1: key pair is mine, expected deploy; it is to be replaced"]);
});

test("one that the bus refused is not marked, and the next try records it no second time", async () => {
  const { ledger, batches, write, reasons } = writer(false);
  await write([finding()]);
  const stood = await listFindings(ledger, "web");
  expect(stood).toMatchObject([{ isPublished: false }]);
  await write([finding()], stood);
  expect([batches.length, (await reasons()).length]).toEqual([2, 1]);
});

test("one that nobody knew is recorded, though the same was said a while ago", async () => {
  const { write, reasons } = writer(false);
  await write([finding()]);
  await write([finding()]);
  expect(await reasons()).toHaveLength(2);
});
