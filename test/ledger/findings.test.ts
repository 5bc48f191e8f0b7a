import { beforeEach, expect, test } from "vitest";
import type { Finding } from "../../src/domain/findings/finding.ts";
import { liftFinding, listFindings, markPublished, putFinding } from "../../src/ledger/findings.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { finding } from "../support/domain/findings.ts";
import { racing } from "../support/ledger/racing.ts";

const found = (special: Partial<Finding> = {}): Finding =>
  finding({ field: "security-groups", observed: "sg-2", since: 5, dueAt: 9, ...special });
const NOW = 100;
const DAY = 86_400_000;
const KEY = { partition: "fleet#web", sort: "finding#i-1#drift#security-groups" };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("stand in order of the servers, and one fleet's are no other's", async () => {
  expect(await listFindings(ledger, "web")).toEqual([]);
  const all = [found({ server: "i-2" }), found(), found({ kind: "age", field: "launch-time" })];
  for (const each of all) await putFinding(ledger, "web", each, NOW);
  expect(await listFindings(ledger, "web")).toEqual([all[2], all[1], all[0]]);
  expect(await listFindings(ledger, "api")).toEqual([]);
});

test("one that is seen again says what is seen now, and keeps since when it stands", async () => {
  await putFinding(ledger, "web", found(), NOW);
  await putFinding(ledger, "web", found({ observed: "sg-3", since: 7, dueAt: 8 }), NOW);
  expect(await listFindings(ledger, "web")).toEqual([found({ observed: "sg-3", dueAt: 8 })]);
});

test("one that is lifted stands no more, once, and begins anew when it comes back a day later", async () => {
  await liftFinding(ledger, "web", found(), NOW);
  expect(await ledger.get(KEY)).toBeUndefined();
  await putFinding(ledger, "web", found(), NOW);
  await putFinding(ledger, "web", found({ server: "i-2" }), NOW);
  await liftFinding(ledger, "web", found(), NOW);
  await liftFinding(ledger, "web", found(), NOW);
  expect(await listFindings(ledger, "web")).toEqual([found({ server: "i-2" })]);
  expect((await ledger.get(KEY))?.revision).toBe(2);
  await putFinding(ledger, "web", found({ since: 20 }), NOW + DAY);
  expect(await listFindings(ledger, "web")).toMatchObject([{ since: 20 }, { server: "i-2" }]);
});

test("one that comes back within a day was never away: it keeps since when, and that it was told of", async () => {
  await putFinding(ledger, "web", found({ isPublished: true }), NOW);
  await liftFinding(ledger, "web", found(), NOW);
  const back = await putFinding(ledger, "web", found({ since: 20 }), NOW + DAY - 1);
  expect(back).toEqual(found({ isPublished: true }));
  expect(await listFindings(ledger, "web")).toEqual([back]);
});

test("one that comes back after a day is told of again", async () => {
  await putFinding(ledger, "web", found({ isPublished: true }), NOW);
  await liftFinding(ledger, "web", found(), NOW);
  expect(await putFinding(ledger, "web", found({ since: 20 }), NOW + DAY)).toEqual(found({ since: 20 }));
});

test("that it was told of stays, whoever sees it again", async () => {
  expect(await putFinding(ledger, "web", found(), NOW)).toEqual(found());
  expect(await putFinding(ledger, "web", found({ isPublished: true }), NOW)).toEqual(
    found({ isPublished: true }),
  );
  expect(await putFinding(ledger, "web", found(), NOW)).toEqual(found({ isPublished: true }));
});

test("who told of it late marks what stands by then, and changes nothing else", async () => {
  await putFinding(ledger, "web", found(), NOW);
  await putFinding(ledger, "web", found({ observed: "sg-3", dueAt: 8, mode: "report" }), NOW);
  await markPublished(ledger, "web", found());
  expect(await listFindings(ledger, "web")).toEqual([
    found({ observed: "sg-3", dueAt: 8, mode: "report", isPublished: true }),
  ]);
});

test("who told of it late brings none back that was lifted, and one that comes back counts as told of", async () => {
  await markPublished(ledger, "web", found());
  await putFinding(ledger, "web", found(), NOW);
  await liftFinding(ledger, "web", found(), NOW);
  await markPublished(ledger, "web", found());
  expect(await listFindings(ledger, "web")).toEqual([]);
  expect(await putFinding(ledger, "web", found({ since: 20 }), NOW)).toMatchObject({ isPublished: true });
});

test("who told of it does not mark another one of its name that began since", async () => {
  await putFinding(ledger, "web", found({ since: 20 }), NOW);
  await markPublished(ledger, "web", found());
  expect(await listFindings(ledger, "web")).toMatchObject([{ isPublished: false }]);
});

test("of two who write at once the first keeps since when, and a lift is not lost", async () => {
  const earlier = () => putFinding(ledger, "web", found(), NOW);
  await putFinding(racing(ledger, earlier), "web", found({ since: 6, observed: "sg-3" }), NOW);
  expect(await listFindings(ledger, "web")).toEqual([found({ observed: "sg-3" })]);
  const again = () => putFinding(ledger, "web", found({ observed: "sg-4" }), NOW);
  await liftFinding(racing(ledger, again), "web", found(), NOW);
  expect(await listFindings(ledger, "web")).toEqual([]);
});

test("of two logins that are told of at once the first counts, whichever is written last", async () => {
  const login = (firstAt: number, by: string): Finding => ({
    server: "i-1",
    generation: 1,
    kind: "access",
    field: "login",
    expected: "nobody",
    observed: by,
    since: 100,
    dueAt: firstAt + 60,
    mode: "replace",
    absentIn: 0,
    isPublished: false,
    evidence: { firstAt },
  });
  await putFinding(ledger, "web", login(10, "alice"), 100);
  const stands = await putFinding(ledger, "web", login(40, "bob"), 100);
  expect(stands).toMatchObject({ dueAt: 70, observed: "bob", evidence: { firstAt: 10 } });
  expect(await putFinding(ledger, "web", login(5, "carol"), 100)).toMatchObject({ dueAt: 65 });
  expect(await putFinding(ledger, "web", { ...login(50, "dan"), generation: 2 }, 100)).toMatchObject({
    dueAt: 110,
  });
});
