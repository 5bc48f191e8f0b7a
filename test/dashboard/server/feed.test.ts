import { expect, onTestFinished, test, vi } from "vitest";
import { createFeed } from "../../../dashboard/server/feed.ts";
import type { Message } from "../../../dashboard/wire/messages.ts";
import type { FleetsModel } from "../../../dashboard/wire/models.ts";
import { LARGE_FLEET } from "../../support/dashboard/large-models.ts";
import { FREEZE_ALL } from "../../support/dashboard/models.ts";

const model = (words: string): FleetsModel => ({
  page: "fleets",
  rows: [],
  offers: [{ ...FREEZE_ALL, blocked: words }],
});

/** A feed over models that the test gives, one a read. */
function feeding(...models: (FleetsModel | Error)[]) {
  let reads = 0;
  const feed = createFeed({
    now: () => reads,
    read: async () => {
      const next = models[Math.min(reads, models.length - 1)];
      reads += 1;
      if (next instanceof Error) throw next;
      return next ?? model("none");
    },
  });
  const heard: Message[] = [];
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { feed, heard, reads: () => reads, settled };
}

test("a page is told whole at first, and then what changed of it", async () => {
  const { feed, heard, settled } = feeding(model("a"), model("a"), model("b"));
  const leave = feed.follow([{ page: "fleets" }], (message) => heard.push(message));
  for (let each = 0; each < 3; each += 1) {
    await settled();
    feed.again();
  }
  await settled();
  leave();
  feed.close();
  expect(heard.map(({ kind }) => kind)).toEqual(["model", "patch"]);
  expect(heard[1]).toMatchObject({
    patch: { keys: { offers: { to: [{ blocked: "b" }] } } },
  });
});

test("two who show the same page are told by one read, and who comes later is told at once", async () => {
  const { feed, heard, reads, settled } = feeding(model("a"));
  const leave = feed.follow([{ page: "fleets" }], () => undefined);
  const other = feed.follow([{ page: "fleets" }], () => undefined);
  await settled();
  expect(reads()).toBe(1);
  const late = feed.follow([{ page: "fleets" }], (message) => heard.push(message));
  expect(heard).toEqual([{ kind: "model", path: "/", model: model("a"), readAt: 1 }]);
  for (const each of [leave, other, late]) each();
  feed.close();
});

test("what cannot be read is told, and after that the page whole", async () => {
  const { feed, heard, settled } = feeding(model("a"), new Error("AccessDenied: not authorized"), model("a"));
  const leave = feed.follow([{ page: "fleets" }], (message) => heard.push(message));
  for (let each = 0; each < 3; each += 1) {
    await settled();
    feed.again();
  }
  leave();
  feed.close();
  expect(heard.map((each) => (each.kind === "fault" ? each.fault.cause : each.kind))).toEqual([
    "model",
    "denied",
    "model",
  ]);
});

test("a page that nobody shows is not read", async () => {
  const { feed, reads, settled } = feeding(model("a"));
  feed.follow([{ page: "fleets" }], () => undefined)();
  await settled();
  feed.again();
  await settled();
  expect(reads()).toBe(1);
  feed.close();
});

test("servers that are being read for the first time are looked for again at once, and at rest every five seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const at: number[] = [];
  let now = 0;
  const feed = createFeed({
    now: () => now,
    read: async () => {
      at.push(now);
      const servers = { list: [], readAt: at.length < 3 ? null : 1, fault: null };
      return { ...LARGE_FLEET, run: null, servers };
    },
  });
  const leave = feed.follow([{ page: "fleet", fleet: LARGE_FLEET.id }], () => undefined);
  for (; now < 12_000; now += 1000) await vi.advanceTimersByTimeAsync(1000);
  expect(at).toEqual([0, 0, 1000, 6000, 11_000]);
  leave();
  feed.close();
});
