import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Desk } from "../../../dashboard/server/desk-port.ts";
import { serveDashboard } from "../../../dashboard/server/serve.ts";
import type { Consent } from "../../../dashboard/wire/acts.ts";
import { openPage } from "../../support/dashboard/browser.ts";
import { fakeDesk, PLACE, PREVIEW } from "../../support/dashboard/served.ts";
import { fleetsModel } from "../../support/dashboard/models.ts";

const within = { timeout: 10_000 };

async function opened(parts: Partial<Desk> = {}, path = "/") {
  const desk = fakeDesk({ read: async () => fleetsModel(3), ...parts });
  const serve = (port: number) => serveDashboard({ desk, port, now: Date.now, onLock: () => undefined });
  const dashboard = await serve(0);
  const watched = await openPage();
  onTestFinished(async () => {
    await watched.context.close();
    await dashboard.close();
  });
  await watched.page.goto(dashboard.link(path));
  return { ...watched, dashboard, serve };
}

test("what would do something else by now is not done, and the new preview is shown", async () => {
  const asked: Consent[] = [];
  const { page } = await opened({
    preview: async () => ({ ...PREVIEW, act: "freeze-all", fleet: null, typed: null, title: "Freeze all" }),
    act: async (consent) => {
      asked.push(consent);
      const preview = { ...PREVIEW, act: "freeze-all" as const, effects: ["something else"], revision: "r2" };
      return { done: false, words: "nothing was changed: it would do something else by now", preview };
    },
  });
  await page.getByRole("button", { name: "Freeze all…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("incident");
  await dialog.getByRole("button", { name: "Freeze all" }).click();
  await dialog.getByRole("alert").filter({ hasText: "nothing was changed" }).waitFor();
  expect(await dialog.textContent()).toContain("something else");
  expect(asked.map(({ revision }) => revision)).toEqual(["r1"]);
});

test("an act that failed says what to do next, and one without an answer does not say that nothing was done", async () => {
  const answers: Desk["act"][] = [
    async () => Promise.reject(new Error("AccessDenied: ada is not authorized to perform: dynamodb:PutItem")),
    () => new Promise(() => undefined),
  ];
  const { page, dashboard } = await opened({
    preview: async () => ({ ...PREVIEW, act: "freeze-all", fleet: null, typed: null, title: "Freeze all" }),
    act: (consent) => answers.shift()?.(consent) ?? Promise.reject(new Error("It was asked again.")),
  });
  await page.getByRole("button", { name: "Freeze all…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("incident");
  await dialog.getByRole("button", { name: "Freeze all" }).click();
  const alert = dialog.getByRole("alert");
  await alert.filter({ hasText: /dynamodb:PutItem.*Ask for the permission/ }).waitFor();
  await dialog.getByRole("button", { name: "Freeze all" }).click();
  await dialog.getByRole("button", { name: "Asking" }).waitFor();
  await dashboard.close();
  await alert.filter({ hasText: "Look at the history" }).waitFor();
  expect(await alert.textContent()).not.toContain("nothing was");
});

test("a desk that only looks offers no act", async () => {
  const { page } = await opened({ place: { ...PLACE, readOnly: true } });
  await page.getByText("looks only").waitFor();
  await page.getByRole("row", { name: /fleet-0001/ }).waitFor();
  expect(await page.getByRole("button", { name: /…$/ }).count()).toBe(0);
});

test("what AWS denies is said with the missing permission and what to do, and what was read stays", async () => {
  let reads = 0;
  const { page } = await opened({
    read: async () => {
      reads += 1;
      if (reads > 1) throw new Error("AccessDenied: ada is not authorized to perform: dynamodb:Query");
      return fleetsModel(3);
    },
  });
  await page.getByRole("row", { name: /fleet-0001/ }).waitFor();
  // Another page and back: it is read again at once.
  await page.getByRole("link", { name: "Brakes" }).click();
  await page.goBack();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/does not permit.*dynamodb:Query.*Ask for the permission/s);
  expect(await page.getByRole("row", { name: /fleet-0001/ }).isVisible()).toBe(true);
});

test("an empty ledger is told with the command that ends it", async () => {
  const { page } = await opened({ read: async () => fleetsModel(0) });
  await page.getByText("moult fleet apply").waitFor();
  expect(await page.getByRole("main").textContent()).toContain(
    "No fleet is declared in this ledger. Declare one with moult fleet apply web.yml.",
  );
});

test("a server that ended is seen at once, nothing can be done then, and the token of its process opens no other", async () => {
  const { page, dashboard, serve } = await opened();
  await page.getByRole("button", { name: "Freeze all…" }).waitFor();
  await dashboard.close();
  await page.getByText("reconnecting").waitFor();
  expect(await page.getByRole("button", { name: "Freeze all…" }).getAttribute("aria-disabled")).toBe("true");
  const next = await serve(dashboard.port);
  onTestFinished(() => next.close());
  await page.getByRole("heading", { name: "No key" }).waitFor();
  expect(await page.title()).toMatch(/^\? /);
  await page.goto("about:blank");
  await page.goto(next.link("/"));
  await page.getByRole("row", { name: /fleet-0001/ }).waitFor();
});

test("a machine that slept, or whose clock is set, is stale until it hears anew; countdowns go by the account's clock", async () => {
  const at = Date.UTC(2026, 10, 30, 9);
  const { rows, ...rest } = fleetsModel(1);
  const model = { ...rest, rows: rows.map((row) => ({ ...row, endsAt: at + 14 * 60_000 })) };
  const { page } = await opened({ now: () => at, read: async () => model });
  const ends = page.getByRole("row", { name: /fleet-0000/ });
  await ends.getByText("14 min").waitFor();
  const jump = (hours: number) =>
    page.evaluate(`{ const now = Date.now; Date.now = () => now() + ${hours * 3_600_000}; }`);
  await page.evaluate(`(() => {
    window.titles = [];
    const note = () => window.titles.push(document.title);
    new MutationObserver(note).observe(document.querySelector("title"), { childList: true });
  })()`);
  await jump(8);
  await expect.poll(() => page.evaluate("window.titles.join()"), within).toMatch(/^\? fleets/);
  await page.getByText(/^live/).waitFor();
  await jump(-16);
  // The line is looked at each second.
  await page.waitForTimeout(1500);
  expect(await page.getByText(/^live/).isVisible()).toBe(true);
  expect(await ends.textContent()).toMatch(/in 1[34] min/);
});

test("two thousand fleets are forty rows of the page, and one further down is found by the filter", async () => {
  const { page } = await opened({ read: async () => fleetsModel(2000) });
  await page.getByText("2000 fleets").waitFor();
  expect(await page.getByRole("row").count()).toBeLessThan(80);
  expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe("2001");
  await page.evaluate("scrollTo(0, document.body.scrollHeight)");
  await page.getByRole("row", { name: /fleet-1999/ }).waitFor();
  await page.getByRole("searchbox").fill("fleet-1234");
  await page.getByRole("row", { name: /fleet-1234/ }).waitFor();
});

test("words of others are text: no markup of a reason is obeyed, and no address that runs", async () => {
  const { page, complaints } = await opened({
    read: async () =>
      fleetsModel(1, '<img src=x onerror="document.title=1"><a href="javascript:alert(1)">x</a>'),
  });
  await page.getByText("<img src=x").waitFor();
  expect(await page.locator("main img").count()).toBe(0);
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  expect(await page.title()).toBe("fleets · moult");
  expect(complaints).toEqual([]);
});

test("a hostile page on another port reads nothing, changes nothing, and cannot frame it", async () => {
  const asked: Consent[] = [];
  const { context, page, dashboard } = await opened({
    act: async (consent) => (asked.push(consent), { done: true, words: "", at: 0, by: "" }),
  });
  await page.getByRole("row", { name: /fleet-0001/ }).waitFor();
  const target = `http://127.0.0.1:${dashboard.port}`;
  const hostile = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<iframe src="${target}/" title="x"></iframe><h1>hostile</h1>`);
  });
  await new Promise<void>((listening) => hostile.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void hostile.close());
  const evil = await context.newPage();
  await evil.goto(`http://127.0.0.1:${(hostile.address() as AddressInfo).port}/`);
  const tried = await evil.evaluate(`Promise.all([
    fetch("${target}/api/stream?page=/").then((a) => a.text(), String),
    fetch("${target}/api/session", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }).then((a) => a.text(), String),
    fetch("${target}/api/act", { method: "POST", mode: "no-cors", body: "{}" }).then((a) => a.type + a.status, String),
  ])`);
  expect(tried).toEqual([
    "TypeError: Failed to fetch",
    "TypeError: Failed to fetch",
    expect.stringMatching(/^opaque0$|Failed/),
  ]);
  expect(evil.frames()[1]?.url()).not.toContain(target);
  expect(asked).toEqual([]);
});
