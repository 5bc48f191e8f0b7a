#!/usr/bin/env node
import { existsSync } from "node:fs";
import * as module from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`moult: Node ${process.versions.node} is too old: install Node 22.13 or newer.\n`);
  process.exit(1);
}

// Node 22 calls its SQLite experimental on stderr. Nothing of it is used that has changed since.
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = (/** @type {any[]} */ ...said) => {
  const [warning, ...rest] = said;
  if (!String(warning).startsWith("SQLite is an experimental feature")) emitWarning(warning, ...rest);
};

// Node keeps what it has compiled for the next run, in the system's folder for temporary files: a first answer takes
// 0.05 to 0.16 s instead of 0.14 to 0.34 s. It has to be on before anything else is loaded.
module.enableCompileCache();

// In a checkout the source is what runs, so that no old bundle answers for it; an archive has the bundle alone.
const source = new URL("../cli/main.ts", import.meta.url);
const bundle = new URL("../dist/moult.mjs", import.meta.url);
const entry = existsSync(source) && process.features.typescript ? source : bundle;
if (!existsSync(entry)) {
  process.stderr.write(
    `moult: this copy has no bundle, and Node ${process.versions.node} does not run TypeScript: make one with \`npm run pack\`.\n`,
  );
  process.exit(1);
}
await import(entry.href);
