// Lays the documents out for the generator, which has to find its packages from where they are: README.md becomes the first page.
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { addressOf, DECISIONS, pages } from "./pages.mjs";

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const decisions = readdirSync(at(`../${DECISIONS}`)).map((name) => DECISIONS + name);
rmSync(at("pages"), { recursive: true, force: true });
for (const path of new Set([...pages, ...decisions])) {
  const to = at(`pages/${addressOf(path)}`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(at(`../${path}`), to);
}
