import * as z from "zod";

const mode = z.enum(["replace", "report"]).default("report");

/** What is done about a server for which AWS has scheduled something: it is replaced before, or found and told of. */
export const noticeSettings = z.strictObject({
  retirement: mode.describe(
    "AWS will stop or end it, since what it runs on is about to fail: replace or report. Default report.",
  ),
  reboot: mode.describe("AWS will boot it anew: replace or report. Default report."),
  maintenance: mode.describe(
    "AWS will work on what it runs on, and network or power may be gone for a while: replace or report. Default report.",
  ),
});
export type NoticeSettings = z.infer<typeof noticeSettings>;
