import { describe, expect, test } from "vitest";
import { scan } from "../../../src/detect/scan/scan.ts";
import { LedgerCorrupt } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { heedFindings } from "../../../src/rollout/convergence/heed-findings.ts";
import { instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const declaration = { drift: { "key-pair": "auto" }, age: { max: "2d", jitter: "0%" } } as const;
const drifted = (fleet: string) => instance(fleet, `i-${fleet}`, { KeyName: "mine" });

interface Spoilt {
  readonly partition: string;
  readonly sort: string;
  readonly schema?: number;
}

const spoil = (ledger: Ledger, { schema = 1, ...place }: Spoilt) =>
  ledger.put({ ...place, schema, body: { nonsense: true } }, "any");

describe("one fleet's record that cannot be read at the end of a scan", () => {
  test.each(["wanted", "attempts", "last-hold", "due-first"])(
    "(%s) is published, and the others are decided about",
    async (sort) => {
      const {
        account,
        ledger,
        published,
        started,
        scan: run,
      } = await fakeScan({
        fleets: ["api", "mail", "web"],
        declaration,
      });
      account.servers = ["api", "mail", "web"].map(drifted);
      await spoil(ledger, { partition: "fleet#mail", sort });
      await run();
      await run(15);
      expect(new Set(started.map((name) => name.split("-")[0]))).toEqual(new Set(["api", "web"]));
      const about = published.filter(([type]) => type === "Fleet Needs Attention");
      expect(about).toMatchObject([[expect.anything(), { fleet: "mail" }]]);
      expect((await listEntries(ledger, "mail")).map(({ action }) => action)).toContain("irregularity");
    },
  );

  test("is left out of what is written down, and the others are not", async () => {
    const { account, context, ledger, published, started } = await fakeScan({
      fleets: ["api", "web"],
      declaration,
    });
    account.servers = ["api", "web"].map(drifted);
    const get: typeof ledger.get = async (key) => {
      if (key.partition === "fleet#api" && key.sort.startsWith("finding#"))
        throw new LedgerCorrupt("damaged");
      return ledger.get(key);
    };
    await scan(null, { ...context, ledger: { ...ledger, get } });
    expect(started.map((name) => name.split("-")[0])).toEqual(["web"]);
    expect(published.filter(([type]) => type === "Fleet Needs Attention")).toMatchObject([
      [expect.anything(), { fleet: "api", irregularity: "its servers are not judged: damaged" }],
    ]);
  });

  test("hides no other fleet from the end of a scan in parts", async () => {
    const {
      account,
      ledger,
      started,
      scan: run,
    } = await fakeScan({
      fleets: ["api", "mail", "web"],
      declaration,
      fleetsAtOnce: 2,
    });
    account.servers = ["api", "web"].map(drifted);
    await spoil(ledger, { partition: "fleet#mail", sort: "finding#i-mail#drift#key pair" });
    await run();
    expect(started.map((name) => name.split("-")[0])).toEqual(["api", "web"]);
  });

  test("is left out as well when a newer moult wrote it", async () => {
    const {
      account,
      ledger,
      published,
      started,
      scan: run,
    } = await fakeScan({
      fleets: ["api", "web"],
      declaration,
    });
    account.servers = ["api", "web"].map(drifted);
    await spoil(ledger, { partition: "fleet#web", sort: "wanted", schema: 99 });
    await run();
    expect(started).toHaveLength(1);
    expect(published.filter(([type]) => type === "Fleet Needs Attention")).toMatchObject([
      [
        expect.anything(),
        { fleet: "web", irregularity: expect.stringContaining("deploy the newer version") as string },
      ],
    ]);
  });
});

describe("a storm that cannot be read", () => {
  const STORM = { partition: "account", sort: "storm#0123456789abcdef" };

  test("holds what may be of it, is published once, and hides nothing of what is found", async () => {
    const { account, ledger, published, started, scan: run } = await fakeScan({ declaration });
    account.servers = [drifted("web")];
    await spoil(ledger, STORM);
    await run();
    await run(15);
    expect(started).toEqual([]);
    expect(await listFindings(ledger, "web")).toHaveLength(1);
    expect(await heedFindings(ledger, "web")).toEqual([]);
    const about = published.filter(([type]) => type === "Account Needs Attention");
    expect(about).toMatchObject([
      [
        expect.anything(),
        {
          irregularity: expect.stringMatching(
            /^no server is replaced for what may be a storm: storm .* is not readable/,
          ) as string,
        },
      ],
    ]);
    expect((await listEntries(ledger, null)).map(({ action }) => action)).toEqual(["irregularity"]);
  });

  test("is not read anew in the middle: five fleets with the same are found, and nothing of them is begun", async () => {
    const fleets = ["a", "b", "c", "d", "e"];
    const { account, ledger, started, scan: run } = await fakeScan({ fleets, declaration });
    account.servers = fleets.map(drifted);
    await spoil(ledger, STORM);
    await run();
    expect([started, (await listFindings(ledger, "e")).length]).toEqual([[], 1]);
  });

  test("does not hold an age that came with time", async () => {
    const {
      ledger,
      started,
      scan: run,
    } = await fakeScan({ declaration: { age: { max: "1d", jitter: "0%" } } });
    await spoil(ledger, STORM);
    await run();
    expect(started).toHaveLength(1);
  });
});
