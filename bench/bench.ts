import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [what = "rollouts"] = positionals;
if (what === "scan") {
  const { benchScans } = await import("./scan/scan.ts");
  process.exitCode = (await benchScans(values.json)) ? 0 : 1;
} else if (what === "rollouts") {
  await import("./figures.ts");
} else {
  process.stderr.write(`there is no bench ${what}: it is rollouts (also without a name) or scan\n`);
  process.exitCode = 1;
}
