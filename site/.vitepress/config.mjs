import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { addressOf, DECISIONS, groups, pages, slugOf } from "../pages.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = fileURLToPath(new URL("../pages", import.meta.url));
const REPOSITORY = "https://github.com/moult/moult";
const titleOf = (path) =>
  /^# (.+)$/m.exec(readFileSync(join(ROOT, path), "utf8"))?.[1]?.replaceAll("`", "") ?? path;

/**
 * A link between documents, as the site has it: to a page, or to the repository for what is none. Throws for what is not
 * there. `from` is the page's path on the site, which is in the folder of its document.
 */
function linkOf(href, from) {
  const [target = "", anchor] = href.split("#");
  if (target === "" || /^[a-z]+:/.test(target)) return href;
  const path = join(dirname(from), decodeURI(target));
  const file = join(ROOT, path);
  if (!existsSync(file)) throw new Error(`${from}: dead link ${href}`);
  const isFolder = statSync(file).isDirectory();
  const page = isFolder ? join(path, "README.md") : path;
  const end = anchor === undefined ? "" : `#${anchor}`;
  if (pages.includes(page) || (page.startsWith(DECISIONS) && existsSync(join(ROOT, page))))
    return `/${addressOf(page)}${end}`;
  return `${REPOSITORY}/${isFolder ? "tree" : "blob"}/main/${path}${end}`;
}

export default defineConfig({
  title: "moult",
  description: "Keeps EC2 servers immutable: replaces whole fleets blue/green, and proves every step",
  base: "/moult/",
  srcDir: "pages",
  ignoreDeadLinks: false,
  markdown: {
    // The documents are Markdown alone: `<name>` in them is text.
    html: false,
    linkify: false,
    anchor: { slugify: slugOf },
    config(md) {
      const render = md.renderer.rules.link_open;
      md.renderer.rules.link_open = (tokens, index, options, env, self) => {
        const href = tokens[index].attrGet("href");
        if (href !== null)
          tokens[index].attrSet("href", linkOf(href, relative(PAGES, env.realPath ?? env.path)));
        return render(tokens, index, options, env, self);
      };
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: groups.map(({ text, pages: own }) => ({
      text,
      items: own.map((path) => ({
        text: titleOf(path),
        link: `/${addressOf(path).replace(/(index)?\.md$/, "")}`,
      })),
    })),
    socialLinks: [{ icon: "github", link: REPOSITORY }],
  },
});
