import { beforeEach, expect, test } from "vitest";
import type { ReplacementRequest } from "../../src/domain/run/replacement-request.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { putWaiting, removeWaiting, waitingRequest } from "../../src/ledger/requests.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const request = (at: number, by = "ada"): ReplacementRequest => ({
  reason: "image",
  image: `ami-${at}`,
  force: false,
  by,
  at,
  evidence: {},
});

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("nothing waits at first, and one fleet's request is no other's", async () => {
  expect(await waitingRequest(ledger, "web")).toBeUndefined();
  expect(await putWaiting(ledger, "web", request(1))).toEqual({ placed: true, other: undefined });
  expect(await waitingRequest(ledger, "web")).toEqual(request(1));
  expect(await waitingRequest(ledger, "api")).toBeUndefined();
});

test("the newest takes the place, also of one of the same time; an older one gives way", async () => {
  await putWaiting(ledger, "web", request(5));
  expect(await putWaiting(ledger, "web", request(4))).toEqual({ placed: false, other: request(5) });
  expect(await waitingRequest(ledger, "web")).toEqual(request(5));
  expect(await putWaiting(ledger, "web", request(5, "bob"))).toEqual({ placed: true, other: request(5) });
  expect(await putWaiting(ledger, "web", request(6))).toEqual({ placed: true, other: request(5, "bob") });
  expect(await waitingRequest(ledger, "web")).toEqual(request(6));
});

test("a request is taken out of its place, and the place is free again", async () => {
  await putWaiting(ledger, "web", request(5));
  await removeWaiting(ledger, "web", request(5));
  expect(await waitingRequest(ledger, "web")).toBeUndefined();
  expect(await putWaiting(ledger, "web", request(1))).toEqual({ placed: true, other: undefined });
});

test("one of another time or by somebody else stays", async () => {
  await putWaiting(ledger, "web", request(5));
  await removeWaiting(ledger, "web", request(4));
  await removeWaiting(ledger, "web", request(5, "bob"));
  expect(await waitingRequest(ledger, "web")).toEqual(request(5));
});

test("taking out what is not there writes nothing", async () => {
  await removeWaiting(ledger, "web", request(5));
  const key = { partition: "fleet#web", sort: "waiting-request" };
  expect(await ledger.get(key)).toBeUndefined();
  await putWaiting(ledger, "web", request(5));
  await removeWaiting(ledger, "web", request(5));
  await removeWaiting(ledger, "web", request(5));
  expect((await ledger.get(key))?.revision).toBe(2);
});
