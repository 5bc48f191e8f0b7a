import * as z from "zod";
import { LEAST_NODE } from "./bundle-cli.ts";

/** What of package.json is about this checkout alone: all packages are in the bundle, and its scripts stay here. */
const OF_THE_CHECKOUT = new Set([
  "private",
  "scripts",
  "allowScripts",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
]);

const checkout = z.looseObject({ files: z.array(z.string()) });

/** The archive's package.json, from that of the checkout: nothing is installed beside it. */
export function manifestOf(packageJson: string): z.infer<typeof checkout> {
  const all = checkout.parse(JSON.parse(packageJson));
  const kept = Object.entries(all).filter(([key]) => !OF_THE_CHECKOUT.has(key));
  return { ...Object.fromEntries(kept), engines: { node: `>=${LEAST_NODE}` }, files: all.files };
}
