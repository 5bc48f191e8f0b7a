declare module "dynalite" {
  import type { Server } from "node:http";
  /** `createTableMs`: how long a new table stays in CREATING. */
  // oxlint-disable-next-line import/no-default-export -- the package is CommonJS
  export default function dynalite(options: { readonly createTableMs: number }): Server;
}
