// Packs the archive that `npm install --global` takes: the command line as one bundled file, and what it reads. `npm run pack`
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { bundledPackages, notices } from "../notices.ts";
import { bundleCli } from "./bundle-cli.ts";
import { manifestOf } from "./manifest.ts";

const ROOT = new URL("../../", import.meta.url);
const { values } = parseArgs({ options: { "pack-destination": { type: "string", default: "." } } });
const destination = resolve(values["pack-destination"]);
mkdirSync(destination, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "moult-pack-"));
try {
  const manifest = manifestOf(readFileSync(new URL("package.json", ROOT), "utf8"));
  for (const path of [...manifest.files, "LICENSE", "README.md"]) {
    if (path !== "dist/") cpSync(new URL(path, ROOT), join(folder, path), { recursive: true });
  }
  await bundleCli(join(folder, "dist/moult.mjs"));
  const packages = bundledPackages(ROOT);
  writeFileSync(join(folder, "dist/THIRD-PARTY-LICENSES.txt"), notices(ROOT, packages));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  // A linked checkout runs the same bundle on a Node that takes no TypeScript.
  cpSync(join(folder, "dist"), fileURLToPath(new URL("dist", ROOT)), { recursive: true });
  const packed = execFileSync("npm", ["pack", folder, "--pack-destination", destination], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.stdout.write(`${join(destination, packed.trim())}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
