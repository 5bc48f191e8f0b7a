import { expect, test } from "vitest";
import { driftKinds, expectationsOf, unjudgedKinds } from "../../../src/domain/drift/drift-kinds.ts";
import { launch, server } from "../../support/domain/servers.ts";

const PINNED = expectationsOf(launch());

test("a server that shows all that is pinned is judged by all of it", () => {
  expect(unjudgedKinds(PINNED, server())).toEqual(new Set());
});

test("metadata options that are being changed are neither the old nor the new", () => {
  expect(unjudgedKinds(PINNED, server({ metadataOptions: null }))).toEqual(new Set(["metadata-options"]));
});

test("what nothing is pinned of, or another version of its detector has pinned, is not judged", () => {
  const { image, ...others } = PINNED;
  expect(unjudgedKinds(others, server())).toEqual(new Set(["image"]));
  const older = { ...PINNED, image: { version: 0, expected: image?.expected } };
  expect(unjudgedKinds(older, server())).toEqual(new Set(["image"]));
  expect(unjudgedKinds(null, server())).toEqual(new Set(driftKinds));
});
