import { describe, expect, test } from "vitest";
import { ageDifference } from "../../../src/domain/age/due-at.ts";
import { changedFindings } from "../../../src/domain/findings/changed-findings.ts";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import { finding } from "../../support/domain/findings.ts";
import { server } from "../../support/domain/servers.ts";

const NOW = 50_000_000;
const AGE = { max: 14_401, jitter: 0 };
const told = (special: Partial<Finding> = {}) => finding({ isPublished: true, ...special });
const tooOld = (special: Partial<Finding> = {}) =>
  told({ kind: "age", dueAt: 14_401_000, ...ageDifference(server(), AGE), ...special });

type Seen = Parameters<typeof changedFindings>[1];
const changed = (standing: readonly Finding[], special: Partial<Seen> = {}) =>
  changedFindings(standing, {
    servers: new Map([["i-1", server()]]),
    found: [],
    generation: 1,
    unjudged: () => new Set(),
    age: undefined,
    access: undefined,
    now: NOW,
    ...special,
  });

describe("what is found again", () => {
  test("changes nothing, and keeps since when it stands and when it is due", () => {
    const again = finding({ since: NOW, dueAt: NOW });
    expect(changed([told()], { found: [again] })).toEqual({ put: [], lift: [] });
  });

  test("asks for what is declared now", () => {
    expect(changed([told()], { found: [finding({ since: NOW, mode: "report" })] })).toEqual({
      put: [told({ mode: "report" })],
      lift: [],
    });
  });

  test("says what is seen now", () => {
    const again = finding({ since: NOW, expected: "web", observed: "yours" });
    expect(changed([told()], { found: [again] }).put).toEqual([told({ expected: "web", observed: "yours" })]);
  });

  test("is no longer absent", () => {
    expect(changed([told({ absentIn: 1, absentAt: 5 })], { found: [finding({ since: NOW })] }).put).toEqual([
      told(),
    ]);
  });

  test("is put again while nobody was told of it", () => {
    expect(changed([finding()], { found: [finding({ since: NOW })] }).put).toEqual([finding()]);
  });

  test("says what it needs now", () => {
    const evidence = { drift: "key-pair", needs: "another image" };
    expect(
      changed([told({ mode: "report" })], { found: [finding({ mode: "report", evidence })] }).put,
    ).toEqual([told({ mode: "report", evidence })]);
  });

  test("an age moves with another declaration", () => {
    const again = tooOld({ since: NOW, dueAt: 9_000_000, isPublished: false });
    expect(changed([tooOld()], { found: [again] }).put).toEqual([tooOld({ dueAt: 9_000_000 })]);
  });
});

test("what is new is put, before what changes", () => {
  const others = [finding({ server: "i-2" }), finding({ field: "image" }), finding({ mode: "report" })];
  expect(changed([told()], { found: others }).put).toEqual([others[0], others[1], told({ mode: "report" })]);
});

describe("what is not found any more", () => {
  test("is lifted where the server was seen", () => {
    expect(changed([told()])).toEqual({ put: [], lift: [told()] });
  });

  test("stands while the server was absent once, and is over when it was absent twice", () => {
    const gone = { servers: new Map() };
    const once = changed([told()], gone);
    expect(once).toEqual({ put: [told({ absentIn: 1, absentAt: NOW })], lift: [] });
    const later = { ...gone, now: NOW + 60_000 };
    expect(changed(once.put, later)).toEqual({ put: [], lift: [told({ absentIn: 1, absentAt: NOW })] });
  });

  test("does not count as absent twice by what was read within a minute: the same scan tried again, or two at once", () => {
    const once = [told({ absentIn: 1, absentAt: NOW })];
    expect(changed(once, { servers: new Map(), now: NOW + 59_999 })).toEqual({ put: [], lift: [] });
    expect(changed(once, { servers: new Map(), now: NOW - 5000 })).toEqual({ put: [], lift: [] });
  });

  test("stands while the server cannot be judged by it", () => {
    const drifted = told({ evidence: { drift: "metadata-options" } });
    const unjudged = {
      unjudged: ({ id }: { readonly id: string }) => new Set(id === "i-1" ? ["metadata-options"] : []),
    };
    expect(changed([drifted], unjudged)).toEqual({ put: [], lift: [] });
    const another = told({ evidence: { drift: "key-pair" } });
    expect(changed([another], unjudged).lift).toEqual([another]);
    expect(changed([drifted], { unjudged: () => new Set(["image"]) }).lift).toEqual([drifted]);
    expect(changed([drifted], { ...unjudged, generation: 2 }).lift).toEqual([drifted]);
  });

  test("a server that cannot be judged is no longer absent", () => {
    const drifted = told({ evidence: { drift: "image" }, absentIn: 1, absentAt: 1 });
    const unjudged = { unjudged: () => new Set(["image"]) };
    expect(changed([drifted], unjudged).put).toEqual([told({ evidence: { drift: "image" } })]);
  });

  test("is over when its generation is, found or not, seen or not", () => {
    expect(changed([told()], { generation: 2 }).lift).toEqual([told()]);
    expect(changed([told()], { generation: 2, servers: new Map() }).lift).toEqual([told()]);
  });
});

describe("an age that is not found any more", () => {
  test("stands when the clock of this scan is behind", () => {
    expect(changed([tooOld()], { age: AGE, now: 14_400_999 })).toEqual({ put: [], lift: [] });
    expect(changed([tooOld()], { age: AGE, now: 0 })).toEqual({ put: [], lift: [] });
  });

  test("is lifted by another declaration, and by none", () => {
    for (const age of [{ max: 14_402, jitter: 0 }, undefined])
      expect(changed([tooOld()], { age, now: 0 })).toEqual({ put: [], lift: [tooOld()] });
  });

  test("is lifted when its server shows another launch", () => {
    const servers = new Map([["i-1", server({ launchedAt: 7 })]]);
    expect(changed([tooOld()], { age: AGE, now: 0, servers }).lift).toEqual([tooOld()]);
  });

  test("is lifted at a time at which it would have been found", () => {
    expect(changed([tooOld()], { age: AGE, now: 14_401_000 }).lift).toEqual([tooOld()]);
  });

  test("drift does not stand for a clock's sake", () => {
    expect(changed([told({ dueAt: 14_401_000 })], { age: AGE, now: 0 }).lift).toHaveLength(1);
  });
});
