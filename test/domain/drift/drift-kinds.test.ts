import { expect, test } from "vitest";
import {
  driftKinds,
  driftOf,
  expectations,
  expectationsOf,
  learnedFrom,
  repinned,
  unpinnedKinds,
} from "../../../src/domain/drift/drift-kinds.ts";
import { launch, server } from "../../support/domain/servers.ts";

const known = expectationsOf(launch());
const odd = server({ keyPair: "mine", image: "ami-0bbb" });

test("every kind is pinned with the version of its detector, and reads back as it was", () => {
  expect(Object.keys(known)).toEqual(driftKinds);
  expect(Object.values(known).map(({ version }) => version)).toEqual(driftKinds.map(() => 1));
  expect(expectations.parse(JSON.parse(JSON.stringify(known)))).toEqual(known);
  expect(unpinnedKinds(known)).toEqual([]);
});

test("each kind has the name that it is declared by", async () => {
  for (const kind of driftKinds) {
    const detectors = Object.values(
      (await import(`../../../src/domain/drift/detectors/${kind}.ts`)) as Record<string, { kind: string }>,
    );
    expect(detectors.map((each) => each.kind)).toEqual([kind]);
  }
});

test("what another version pinned is not judged, and the other kinds are", () => {
  const older = { ...known, "key-pair": { version: 0, expected: "deploy" } };
  expect([...driftOf(older, odd).keys()]).toEqual(["image"]);
  expect(unpinnedKinds(older)).toEqual(["key-pair"]);
  const newer = { ...known, image: { version: 2, expected: "ami-0aaa" } };
  expect([...driftOf(newer, odd).keys()]).toEqual(["key-pair"]);
});

test("what is not pinned or makes no sense is not judged", () => {
  const { image: _, ...without } = known;
  expect([...driftOf(without, odd).keys()]).toEqual(["key-pair"]);
  const broken = { ...known, "key-pair": { version: 1, expected: 5 } };
  expect([...driftOf(broken, odd).keys()]).toEqual(["image"]);
  expect(unpinnedKinds({ ...without, ...broken, image: { version: 1, expected: null } })).toEqual([
    "image",
    "key-pair",
  ]);
  expect(driftOf({}, odd)).toEqual(new Map());
  expect(learnedFrom({}, [odd])).toEqual({});
});

test("a detector of another version is pinned anew, and no other kind is", () => {
  const learned = learnedFrom(expectationsOf(launch({ metadataOptions: {} })), [server()]);
  const older = { ...learned, "key-pair": { version: 0, expected: "of old" } };
  const now = repinned(older, launch({ image: "ami-0ccc", keyPair: "new", metadataOptions: {} }));
  expect(now).toEqual({ ...learned, "key-pair": { version: 1, expected: "new" } });
  expect(repinned(now, launch({ keyPair: "other" }))).toEqual(now);
});

test("a kind of a moult that knows more is kept, and not judged", () => {
  const more = { ...known, "user-data": { version: 1, expected: "x" } };
  expect(expectations.parse(more)).toEqual(more);
  expect(driftOf(more, server())).toEqual(new Map());
  expect(repinned(more, launch())).toEqual(more);
});
