import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { driftOf, expectationsOf, learnedFrom } from "../../../src/domain/drift/drift-kinds.ts";
import type { MetadataOptions, ServerFacts } from "../../../src/domain/drift/server-facts.ts";
import { launch, server } from "../../support/domain/servers.ts";

const SHOWN: MetadataOptions = {
  httpEndpoint: "enabled",
  httpTokens: "optional",
  hopLimit: 1,
  instanceMetadataTags: "disabled",
};
const open = expectationsOf(launch({ metadataOptions: {}, securityGroups: null }));

describe("what the template leaves open", () => {
  test("is not judged while no server has shown it", () => {
    const odd = server({ metadataOptions: SHOWN, securityGroups: ["sg-odd"] });
    expect(driftOf(open, odd)).toEqual(new Map());
  });

  test("is expected as a launched server shows it", () => {
    const first = server({ metadataOptions: SHOWN, securityGroups: ["sg-default"] });
    const learned = learnedFrom(open, [first]);
    expect(driftOf(learned, first)).toEqual(new Map());
    const changed = server({
      metadataOptions: { ...SHOWN, hopLimit: 5 },
      securityGroups: ["sg-default", "sg-x"],
    });
    expect([...driftOf(learned, changed).values()].flat().map(({ field }) => field)).toEqual([
      "security group sg-x",
      "metadata hopLimit",
    ]);
  });

  test("is expected as most servers show it, of as many as the first does", () => {
    const shows = (hopLimit: number) => server({ metadataOptions: { ...SHOWN, hopLimit } });
    const changing = server({ metadataOptions: null });
    const hopLimit = (...servers: ServerFacts[]) =>
      (learnedFrom(open, servers)["metadata-options"]?.expected as Partial<MetadataOptions> | undefined)
        ?.hopLimit;
    expect(hopLimit(shows(7), shows(1), shows(1))).toBe(1);
    expect(hopLimit(shows(7), shows(1))).toBe(7);
    expect(hopLimit(changing, changing, shows(1))).toBe(1);
    expect(hopLimit(changing)).toBeUndefined();
  });

  test("does not outweigh what the template says", () => {
    const half = expectationsOf(launch({ metadataOptions: { httpTokens: "required" } }));
    const learned = learnedFrom(half, [server({ metadataOptions: SHOWN })]);
    expect(learned["metadata-options"]?.expected).toEqual({ ...SHOWN, httpTokens: "required" });
    expect(Object.fromEntries(driftOf(learned, server({ metadataOptions: SHOWN })))).toEqual({
      "metadata-options": [{ field: "metadata httpTokens", expected: "required", observed: "optional" }],
    });
  });

  test("is not learned while it is being changed", () => {
    const changing = server({ metadataOptions: null });
    expect(learnedFrom(expectationsOf(launch({ metadataOptions: {} })), [changing])).toEqual(
      expectationsOf(launch({ metadataOptions: {} })),
    );
    const learned = learnedFrom(open, [server({ metadataOptions: null, securityGroups: ["sg-default"] })]);
    expect(learned["metadata-options"]).toEqual(open["metadata-options"]);
    expect(learned["security-groups"]?.expected).toEqual(["sg-default"]);
  });
});

test("where nothing is left open nothing is learned: it is the same object", () => {
  const known = expectationsOf(launch());
  expect(learnedFrom(known, [server({ keyPair: "mine", securityGroups: ["sg-x"] })])).toBe(known);
});

const metadata = fc.record({
  httpEndpoint: fc.constantFrom("enabled", "disabled"),
  httpTokens: fc.constantFrom("required", "optional"),
  hopLimit: fc.integer({ min: 1, max: 64 }),
  instanceMetadataTags: fc.constantFrom("enabled", "disabled"),
});

test("property: what was learned once stays, whoever is shown next, and however often", () => {
  const said = fc.record(
    { httpTokens: fc.constantFrom("required", "optional"), hopLimit: fc.integer({ min: 1, max: 64 }) },
    { requiredKeys: [] },
  );
  const servers = fc.record({
    metadataOptions: fc.option(metadata, { nil: null }),
    securityGroups: fc.subarray(["sg-a", "sg-b", "sg-c"]),
  });
  fc.assert(
    fc.property(said, fc.boolean(), metadata, fc.array(servers), (options, named, first, later) => {
      const facts = { metadataOptions: options, securityGroups: named ? ["sg-a"] : null };
      const learned = learnedFrom(expectationsOf(launch(facts)), [server({ metadataOptions: first })]);
      for (const shown of later) expect(learnedFrom(learned, [server(shown)])).toBe(learned);
      // As a ledger gives it back.
      const stored = structuredClone(learned);
      for (const shown of later) expect(learnedFrom(stored, [server(shown)])).toBe(stored);
    }),
  );
});
