import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { files } from "../rules/tree.ts";
import { anchorsIn, documents, linksIn, textOf } from "../support/docs/markdown.ts";

const known = (path: string): boolean =>
  files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, "")}/`));

function whyBroken(document: string, link: string): string[] {
  const [target = "", anchor] = link.split("#");
  const path = target === "" ? document : normalize(join(dirname(document), target));
  if (!known(path)) return [`${document}: ${link}: there is no ${path}`];
  if (anchor === undefined || anchorsIn(textOf(path)).includes(anchor)) return [];
  return [`${document}: ${link}: ${path} has no heading ${anchor}`];
}

test("every link within the project leads to a file, and to a heading of it", () => {
  const links = documents.flatMap((document) =>
    linksIn(textOf(document)).map((link) => [document, link] as const),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.flatMap(([document, link]) => whyBroken(document, link))).toEqual([]);
});

test("a link that leads nowhere is found, and so is a heading that is not there", () => {
  expect(whyBroken("README.md", "docs/nowhere.md")).toHaveLength(1);
  expect(whyBroken("README.md", "docs/design.md#nothing")).toHaveLength(1);
  expect(whyBroken("docs/deploy.md", "#tags")).toEqual([]);
});

test("every document can be found from the README", () => {
  const reached = new Set(["README.md"]);
  for (const document of reached) {
    for (const link of linksIn(textOf(document))) {
      const path = normalize(join(dirname(document), link.split("#")[0] ?? ""));
      if (documents.includes(path)) reached.add(path);
      if (documents.includes(join(path, "README.md"))) reached.add(join(path, "README.md"));
    }
  }
  expect(documents.filter((document) => !reached.has(document))).toEqual([]);
});
