import fc from "fast-check";
import { expect, test } from "vitest";
import { ageDueAt } from "../../../src/domain/age/due-at.ts";
import { expectationsOf } from "../../../src/domain/drift/drift-kinds.ts";
import type { ServerFacts } from "../../../src/domain/drift/server-facts.ts";
import { changedFindings } from "../../../src/domain/findings/changed-findings.ts";
import { type Finding, finding as schema, findingKey } from "../../../src/domain/findings/finding.ts";
import { judgeServer } from "../../../src/domain/findings/judge-server.ts";
import { launch, server } from "../../support/domain/servers.ts";

const AGE = { max: 14_401, jitter: 50 };
const DRIFT = { "key-pair": "auto", tags: "approve" } as const;
const NOW = 14_401_000;

const servers: fc.Arbitrary<readonly ServerFacts[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 1, max: 6 }).map((number) => `i-${number}`),
      launchedAt: fc.integer({ min: 0, max: NOW }),
      keyPair: fc.constantFrom("deploy", "mine", null),
      image: fc.constantFrom("ami-0aaa", "ami-0bbb"),
      securityGroups: fc.subarray(["sg-web", "sg-db", "sg-x"]),
    })
    .map(server),
  { selector: ({ id }) => id },
);

/** What a whole scan of one fleet makes of the findings that stand, everything told. */
function scanned(standing: readonly Finding[], shown: readonly ServerFacts[], now = NOW): readonly Finding[] {
  const asked = { age: AGE, drift: DRIFT, health: undefined, notices: [] };
  const judged = { ...asked, generation: 1, expectations: expectationsOf(launch()), now };
  const found = shown.flatMap((each) => judgeServer(each, judged));
  const seen = new Map(shown.map((each) => [each.id, each]));
  const unjudged = () => new Set<string>();
  const world = { servers: seen, found, unjudged, generation: 1, age: AGE, access: undefined, now };
  const { put, lift } = changedFindings(standing, world);
  const over = new Set(lift.map(findingKey));
  const next = new Map(
    standing.filter((each) => !over.has(findingKey(each))).map((each) => [findingKey(each), each]),
  );
  for (const each of put) next.set(findingKey(each), { ...each, isPublished: true });
  return [...next.values()].sort((a, b) => (findingKey(a) < findingKey(b) ? -1 : 1));
}

/** Whether the server does not come due for its age within the next second. */
const isAsOldAsBefore = (each: ServerFacts): boolean => {
  const dueAt = ageDueAt(each, AGE);
  return dueAt <= NOW || NOW + 1000 < dueAt;
};

test("property: a second scan of the same world changes nothing", () => {
  fc.assert(
    fc.property(servers, servers, (before, shown) => {
      const world = shown.filter(isAsOldAsBefore);
      const once = scanned(scanned(scanned([], before), world), world);
      expect(scanned(once, world, NOW + 1000)).toEqual(once);
    }),
    // Comes due in that second.
    { examples: [[[], [server({ id: "i-2", launchedAt: 5_921_322 })]]] },
  );
});

test("property: the order in which servers are shown does not matter", () => {
  fc.assert(
    fc.property(
      servers.chain((shown) =>
        fc.tuple(fc.constant(shown), fc.shuffledSubarray([...shown], { minLength: shown.length })),
      ),
      ([shown, shuffled]) => {
        expect(scanned([], shuffled)).toEqual(scanned([], shown));
      },
    ),
  );
});

test("property: what stood is over after two scans that do not show its server, and not after one", () => {
  fc.assert(
    fc.property(servers, (world) => {
      const stood = scanned([], world);
      const once = scanned(stood, []);
      expect(once).toEqual(stood.map((each) => ({ ...each, absentIn: 1, absentAt: NOW })));
      expect(scanned(once, [], NOW + 60_000)).toEqual([]);
      expect(scanned(once, world)).toEqual(stood);
    }),
  );
});

test("property: no two findings about a server have one key, and each reads back from the ledger as it is", () => {
  fc.assert(
    fc.property(servers, (world) => {
      const stood = scanned([], world);
      expect(new Set(stood.map(findingKey)).size).toBe(stood.length);
      expect(stood.map((each) => schema.parse(JSON.parse(JSON.stringify(each))))).toEqual(stood);
    }),
  );
});
