import { expect, test } from "vitest";
import { pathOf, shownAt } from "../../../dashboard/wire/pages.ts";

test.each([
  "/",
  "/fleets/web",
  "/fleets/web/runs/web-ami-1",
  "/calendar",
  "/brakes",
  "/history",
  "/history?fleet=web&run=web-1",
])("%s is the address of what it shows", (path) => {
  const shown = shownAt(path);
  expect(shown === null ? null : pathOf(shown)).toBe(path);
});

test.each([
  "/fleets",
  "/fleets/",
  "/fleets/a b",
  "/fleets/<b>",
  "/fleets/web/runs",
  "/x",
  "/fleets/%ff",
  "//evil.example/",
  "/history/web",
])("%s shows nothing", (path) => {
  expect(shownAt(path)).toBeNull();
});

test("a filter that is none of the page's is not part of what is read", () => {
  expect(shownAt("/history?fleet=web&kind=call&who=ada")).toEqual({
    page: "history",
    fleet: "web",
    run: null,
  });
  expect(shownAt("/?state=waits&q=team")).toEqual({ page: "fleets" });
  expect(shownAt("/history?fleet=<script>")).toEqual({ page: "history", fleet: null, run: null });
});
