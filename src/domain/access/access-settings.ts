import * as z from "zod";
import { duration } from "../duration.ts";

/** What is done about a server that somebody has logged into. */
export const accessSettings = z.strictObject({
  session: z
    .enum(["replace", "report"])
    .default("report")
    .describe(
      "replace: a server that somebody has logged into is replaced; report: it is found and told of, no more. Default report.",
    ),
  after: duration(0, 604_800)
    .default(3600)
    .describe(
      "How long after the first login, so that whoever is in there can end what they do. Default 1h.",
    ),
});
export type AccessSettings = z.infer<typeof accessSettings>;
