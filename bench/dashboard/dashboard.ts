import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import chromiumPack from "@sparticuz/chromium";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { pageFiles } from "../../dashboard/server/page-files.ts";
import { serveDashboard } from "../../dashboard/server/serve.ts";
import { SHELL } from "../../dashboard/server/shell.ts";
import { table } from "../table.ts";
import { benchDesk } from "./bench-desk.ts";

const FLEETS = 2000;
const MOST_BYTES = 40_960;

/** The size of the page, and how soon it shows 2,000 fleets, changes 50 and 500 servers, and scrolls. False: the page is too large. */
export async function benchDashboard(isJson: boolean): Promise<boolean> {
  const { script, style, icon } = await pageFiles();
  const bytes = [script, style, icon, SHELL].map((text) => gzipSync(text, { level: 9 }).length);
  const size = bytes.reduce((sum, each) => sum + each, 0);
  const figures = { pageBytes: size, ...(await measured()) };
  const rows = [
    ["page, gzip", `${(size / 1024).toFixed(1)} KB`, "40 KB, asserted"],
    ["first paint of 2,000 fleets", `${figures.firstPaintMs.toFixed(0)} ms`, "300 ms"],
    ["50 of 500 servers change", `${figures.fiftyMs.toFixed(1)} ms`, "4 ms"],
    ["500 of 500 servers change", `${figures.allMs.toFixed(1)} ms`, "16 ms"],
    ["a frame while 2,000 rows scroll, median", `${figures.scrollMs.toFixed(1)} ms`, "17 ms"],
  ];
  const text = isJson ? JSON.stringify(figures) : table([["what", "measured", "goal"], ...rows]);
  process.stdout.write(`${text}\n`);
  return size <= MOST_BYTES;
}

async function measured() {
  const desk = benchDesk(FLEETS);
  const dashboard = await serveDashboard({ desk, port: 0, now: Date.now, onLock: () => undefined });
  // Not with the flags that it comes packed with: they are another browser than people have.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  const browser = await chromium.launch({ executablePath: await chromiumPack.executablePath(), args });
  try {
    const paints: number[] = [];
    for (let load = 0; load < 5; load += 1) paints.push(await firstPaint(browser, dashboard.link("/")));
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(dashboard.link("/"));
    await page.getByText(`${FLEETS} fleets`).waitFor();
    const scrollMs = median((await page.evaluate(SCROLL)) as number[]);
    await page.evaluate(await patcher());
    return {
      firstPaintMs: median(paints),
      scrollMs,
      fiftyMs: await changes(page, 50),
      allMs: await changes(page, 500),
    };
  } finally {
    await browser.close();
    await dashboard.close();
  }
}

/** From the begin of the navigation until the first row stands in the page. */
async function firstPaint(browser: Browser, link: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(`new MutationObserver((_, own) => {
    if (document.querySelector("[data-row]") === null) return;
    own.disconnect();
    requestAnimationFrame(() => { window.paintedAt = performance.now(); });
  }).observe(document, { childList: true, subtree: true });`);
  await page.goto(link);
  await page.locator("[data-row]").first().waitFor();
  const at = (await page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => done(window.paintedAt)))",
  )) as number;
  await page.close();
  return at;
}

const SCROLL = `new Promise((done) => {
  const took = [];
  let last = performance.now();
  const step = () => {
    const now = performance.now();
    took.push(now - last);
    last = now;
    scrollBy(0, 220);
    if (took.length < 240) requestAnimationFrame(step); else done(took.slice(10));
  };
  requestAnimationFrame(step);
})`;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The page's own patcher of cells, alone. */
async function patcher(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["dashboard/page/grid/cells.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "moultCells",
  });
  return `(() => { ${outputFiles[0]?.text ?? ""}; globalThis.moultCells = moultCells; })()`;
}

/** How long so many of 500 cells take to change: script, style and layout, without paint. */
async function changes(page: Page, count: number): Promise<number> {
  const took = (await page.evaluate(`(() => {
    const row = document.querySelector("main").appendChild(document.createElement("div"));
    row.className = "cells";
    const servers = Array.from({ length: 500 }, (_, at) => ({ id: "i-" + at, zone: "a", generation: 1, look: "healthy", finding: null, ageSeconds: null }));
    moultCells.patchCells(row, servers);
    row.getBoundingClientRect();
    const took = [];
    for (let round = 0; round < 30; round += 1) {
      const look = round % 2 === 0 ? "unhealthy" : "healthy";
      const next = servers.map((each, at) => (at < ${count} ? { ...each, look } : each));
      const begun = performance.now();
      moultCells.patchCells(row, next);
      row.getBoundingClientRect();
      took.push(performance.now() - begun);
    }
    row.remove();
    return took;
  })()`)) as number[];
  return median(took);
}

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
