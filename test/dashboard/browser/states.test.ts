import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import type { Desk } from "../../../dashboard/server/desk-port.ts";
import { serveDashboard } from "../../../dashboard/server/serve.ts";
import type { Model } from "../../../dashboard/wire/models.ts";
import { pathOf } from "../../../dashboard/wire/pages.ts";
import { openPage } from "../../support/dashboard/browser.ts";
import { faultsHere } from "../../support/dashboard/faults-here.ts";
import { GEOMETRY } from "../../support/dashboard/geometry.ts";
import {
  LARGE_BRAKES,
  LARGE_CALENDAR,
  LARGE_FLEET,
  LARGE_HISTORY,
  LARGE_RUN,
  LONG_NAME,
} from "../../support/dashboard/large-models.ts";
import { LONG_REASON } from "../../support/dashboard/large-recycle.ts";
import { fleetsModel } from "../../support/dashboard/models.ts";
import { fakeDesk, PLACE } from "../../support/dashboard/served.ts";

async function opened(path: string, parts: Partial<Desk>) {
  const dashboard = await serveDashboard({
    desk: fakeDesk({ now: () => Date.UTC(2026, 10, 30, 9, 20), ...parts }),
    port: 0,
    now: Date.now,
    onLock: () => undefined,
  });
  const { page, context } = await openPage(800);
  onTestFinished(async () => {
    await context.close();
    await dashboard.close();
  });
  await page.goto(dashboard.link(path));
  return { page, dashboard };
}

/** In both themes, at the width of a tablet; in forced colours; and the boxes of a telephone and of a wide screen. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const note = (where: string, found: readonly string[]): void =>
    void faults.push(...found.map((fault) => `${where}: ${fault}`));
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    note(`800 ${colorScheme}`, await faultsHere(page));
  }
  await page.emulateMedia({ forcedColors: "active" });
  note("800 forced colours", await faultsHere(page));
  await page.emulateMedia({ forcedColors: "none" });
  for (const width of [360, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    note(String(width), (await page.evaluate(GEOMETRY)) as string[]);
  }
  return faults;
}

const FLEETS: Model = {
  page: "fleets",
  rows: fleetsModel(13, LONG_REASON.slice(0, 200)).rows.map((row, at) => ({
    ...row,
    id: `${LONG_NAME.slice(0, 28)}${String(at).padStart(2, "0")}`,
    otherwise: LONG_REASON,
    detail: LONG_REASON,
    also: [LONG_REASON, LONG_REASON],
    offers: at === 0 ? LARGE_FLEET.offers : [],
  })),
  offers: fleetsModel(1).offers,
};

const shownBy = (model: Model): string =>
  model.page === "fleet"
    ? pathOf({ page: "fleet", fleet: model.id })
    : model.page === "run"
      ? pathOf({ page: "run", fleet: model.fleet, run: model.run })
      : model.page === "history"
        ? "/history"
        : model.page === "fleets"
          ? "/"
          : `/${model.page}`;

test.each(
  [FLEETS, LARGE_FLEET, LARGE_RUN, LARGE_HISTORY, LARGE_BRAKES, LARGE_CALENDAR].map(
    (m) => [m.page, m] as const,
  ),
)(
  "nobody is kept out of a page of %s that is full, with the longest names and reasons",
  async (_name, model) => {
    const { page } = await opened(shownBy(model), { read: async () => model });
    await page.locator("main h1").waitFor();
    await page.locator("section[aria-busy]").waitFor({ state: "detached" });
    expect(await faultsOf(page)).toEqual([]);
  },
  120_000,
);

/** What AWS or the ledger answers instead, and what the page says to do next. */
const REFUSED = [
  ["AccessDenied: ada is not authorized to perform: dynamodb:Query", /not permit.*Ask for the permission/s],
  ["ExpiredToken: The security token included in the request is expired", /expired.*aws sso login/s],
  ["rollout 1 was written by schema 9, this code knows 7: deploy the newer version", /Install the version/],
  ["ThrottlingException: Rate exceeded", /patience.*less often/s],
  [LONG_REASON, /moult doctor/],
] as const;

test("a page that could not be read says why and what to do next, and keeps nobody out", async () => {
  const left = REFUSED.map(([words]) => words);
  const { page } = await opened("/", {
    read: async () => {
      throw new Error(left.length > 1 ? left.shift() : left[0]);
    },
  });
  for (const [, next] of REFUSED) {
    await page.getByRole("alert").filter({ hasText: next }).waitFor();
    // Another page, and no other is read before it.
    await page.getByRole("link", { name: left.length % 2 === 0 ? "Brakes" : "Calendar" }).click();
  }
  expect(await faultsOf(page)).toEqual([]);
}, 60_000);

test("nobody is kept out of a page that is empty, that has no key, that looks only, and that is stale", async () => {
  const empty = await opened("/", { read: async () => fleetsModel(0) });
  await empty.page.getByText("moult fleet apply").waitFor();
  expect(await faultsOf(empty.page)).toEqual([]);
  const other = await opened("/", {
    place: { ...PLACE, readOnly: true, who: LONG_NAME },
    read: async () => FLEETS,
  });
  await other.page.getByText("looks only").waitFor();
  expect(await faultsOf(other.page)).toEqual([]);
  await other.dashboard.close();
  await other.page.setViewportSize({ width: 800, height: 900 });
  await other.page.getByText("reconnecting").waitFor();
  // As if fifteen seconds had passed.
  await other.page.evaluate("{ const now = Date.now; Date.now = () => now() + 15_000; }");
  await other.page.getByText(/^stale/).waitFor();
  expect(await faultsOf(other.page)).toEqual([]);
  const noKey = await openPage(800);
  onTestFinished(() => noKey.context.close());
  await noKey.page.goto(`http://127.0.0.1:${empty.dashboard.port}/`);
  await noKey.page.getByRole("heading", { name: "No key" }).waitFor();
  expect(await faultsOf(noKey.page)).toEqual([]);
}, 120_000);
