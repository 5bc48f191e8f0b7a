import { expect, test } from "vitest";
import { listFindings } from "../../../src/ledger/findings.ts";
import { readAllowances } from "../../../src/ledger/found/access-allowed.ts";
import { keepLeftOut } from "../../../src/ledger/found/left-out.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { sitting } from "../../support/dashboard/sitting.ts";

const SERVER = "i-0123456789abcdef0";

test("people are let in with a reason alone, for as long as is said, and the ledger has it", async () => {
  const { desk, preview, agree, ledger } = await sitting();
  expect(await preview("allow-access")).toMatchObject({
    title: "Allow access to web",
    blocked: null,
    typed: null,
    lasts: "2h",
    irreversible: [],
    command: "moult access allow web --for 2h --reason …",
  });
  const outcome = await desk.act(await agree("allow-access", { lasts: "30m" }));
  expect(outcome).toMatchObject({
    done: true,
    words: expect.stringMatching(/^who logs into any server of web until/),
  });
  expect(await readAllowances(ledger, "web")).toEqual([
    { server: null, by: "ada", reason: "ticket 7", at: NOON, until: NOON + 1_800_000 },
  ]);
});

test("one server is taken out of traffic where the fleet has single servers replaced, and what becomes of it is said", async () => {
  const { desk, preview, agree, ledger } = await sitting({ declares: { recycle: {} }, record: null });
  await keepLeftOut(ledger, "web", { generation: 6, servers: 4 });
  const chosen = { item: SERVER, option: true };
  expect(await preview("allow-access", chosen)).toMatchObject({
    effects: [
      expect.stringContaining(`Who logs into ${SERVER}`),
      "Within five minutes a substitute is launched.",
      `When that serves, ${SERVER} leaves traffic, until you are done.`,
      expect.stringContaining("ends"),
    ],
    irreversible: [expect.stringContaining(`${SERVER} is terminated at the end`)],
    command: `moult access allow web --server ${SERVER} --isolate --for 2h --reason …`,
  });
  expect(await desk.act(await agree("allow-access", chosen))).toMatchObject({ done: true });
  expect(await listFindings(ledger, "web")).toMatchObject([{ server: SERVER, field: "isolated-access" }]);
});

test.each([
  ["what is no server", { item: "web-1" }, /web-1 is no id of a server/],
  ["nobody in particular out of traffic", { option: true }, /name it/],
  ["a server that nothing replaces", { item: SERVER, option: true }, /declare recycle/],
])("leave for %s is not given, and says why", async (_what, chosen, why) => {
  const { desk, preview, agree, ledger } = await sitting();
  expect((await preview("allow-access", chosen)).blocked).toMatch(why);
  expect(await desk.act(await agree("allow-access", chosen))).toMatchObject({ done: false });
  expect(await readAllowances(ledger, "web")).toEqual([]);
});

test.each(["", "30s", "2d", "a while"])("leave for '%s' is not given", async (lasts) => {
  const { desk, agree, ledger } = await sitting();
  expect(await desk.act(await agree("allow-access", { lasts }))).toMatchObject({
    done: false,
    words: expect.stringMatching(/a minute at least and a day at most|is no length of time/),
  });
  expect(await readAllowances(ledger, "web")).toEqual([]);
});
