// The order of the site. A test holds it to the documents that are there; what a page is called is its first heading.

/** @type {readonly { readonly text: string, readonly pages: readonly string[] }[]} */
export const groups = [
  { text: "What it is", pages: ["README.md", "docs/why.md", "SCOPE.md", "docs/measured.md", "CHANGELOG.md"] },
  {
    text: "Run it",
    pages: [
      "docs/first-run.md",
      "docs/deploy.md",
      "docs/pipelines.md",
      "docs/runbook.md",
      "docs/calendar.md",
      "docs/dashboard.md",
      "docs/cli-json.md",
      "docs/upgrade.md",
      "docs/uninstall.md",
    ],
  },
  {
    text: "Trust it",
    pages: [
      "docs/security.md",
      "SECURITY.md",
      "docs/events.md",
      "examples/chat/README.md",
      "docs/aws-traps.md",
      "docs/defects.md",
    ],
  },
  {
    text: "How it works",
    pages: [
      "docs/design.md",
      "docs/simulator.md",
      "docs/chaos.md",
      "docs/end-to-end.md",
      "docs/aws-facts.md",
    ],
  },
  { text: "Beside others", pages: ["docs/foreign-clients.md", "docs/peer-scenarios.md"] },
  {
    text: "Work on it",
    pages: [
      "CONTRIBUTING.md",
      "docs/extend/gate.md",
      "docs/extend/traffic-strategy.md",
      "docs/extend/image-source.md",
      "docs/extend/drift-detector.md",
      "docs/extend/simulated-call.md",
      "docs/decisions/README.md",
      "CODE_OF_CONDUCT.md",
    ],
  },
];

/** Each of its files is a page, too; they are reached from the folder's own list. */
export const DECISIONS = "docs/decisions/";

/** Paths from the root of the project. */
export const pages = groups.flatMap((group) => group.pages);

/** Where a page is on the site: the README is the first, and that of a folder its index.
 * @param {string} path */
export const addressOf = (path) => path.replace(/(^|\/)README\.md$/, "$1index.md");

/** The name of a heading in an address, as GitHub makes it: the links of the documents are written for both.
 * @param {string} heading */
export const slugOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
