// Writes beside the bundles what is in them: a bill of materials (CycloneDX) of all that may be bundled, and the licences.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { billOf } from "./bill-of-materials.ts";
import { bundledPackages, notices } from "./notices.ts";

const root = new URL("..", import.meta.url);
const folder = new URL(".serverless/", root);
mkdirSync(folder, { recursive: true });
const packages = bundledPackages(root);
writeFileSync(new URL("THIRD-PARTY-LICENSES.txt", folder), notices(root, packages));
const all = execFileSync(
  "npm",
  ["sbom", "--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"],
  { cwd: fileURLToPath(root), encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
);
const bill = billOf(all, new Set(packages.map(({ name, version }) => `${name}@${version}`)));
writeFileSync(new URL("sbom.cdx.json", folder), `${JSON.stringify(bill, null, 2)}\n`);
