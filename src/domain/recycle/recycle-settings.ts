import * as z from "zod";
import { percent } from "../percent.ts";

/** How servers of the live generation are replaced that are due while the others are not. */
export const recycleSettings = z.strictObject({
  by: z
    .enum(["servers", "fleet"])
    .default("servers")
    .describe(
      "servers: those that are due are replaced in place, a few at once, by the image that the fleet runs. fleet: a rollout replaces all of them. Default servers, where recycle is declared.",
    ),
  wholeFleetAt: percent(1)
    .default(50)
    .describe(
      "More than this share of the servers due at once: a rollout replaces all of them. Default 50%.",
    ),
});
