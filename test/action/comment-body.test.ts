import { expect, test } from "vitest";
import { commentBody } from "../../scripts/action/comment-body.ts";

const of = (text: string, code = 2): string =>
  commentBody([{ title: "web", text, code }], { title: "Prod", commit: "abc" });

test("what stands in a plan cannot end its block", () => {
  expect(of("a\n````\n</details> @everybody\n")).toContain(
    "`````text\na\n````\n</details> @everybody\n`````\n",
  );
});

test.each([
  [0, "nothing to do"],
  [1, "failed"],
  [2, "changes"],
  [5, "refused"],
  [6, "failed"],
])("exit code %i is called %s", (code, word) => {
  expect(of("text", code)).toContain(`<summary><b>web</b>: ${word}</summary>`);
});

test("it fits into a comment of GitHub's, however many fleets there are", () => {
  const text = "x".repeat(100_000);
  const sections = Array.from({ length: 20 }, (_, at) => ({ title: `web-${at}`, text, code: 2 }));
  const body = commentBody(sections, { title: "Prod", commit: "abc" });
  expect(body.length).toBeLessThan(65_536);
  expect(body).toContain("the rest is in the log of the job");
  expect(body).toContain("<b>web-19</b>");
});
