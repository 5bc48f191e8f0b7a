import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Comment {
  readonly databaseId: number;
  readonly viewerDidAuthor: boolean;
  body: string;
}

/** As much of GitHub's API as the action asks: the comments of one pull request, a page of two at a time. */
export interface FakeGithub {
  readonly url: string;
  readonly comments: Comment[];
  /** Refuses everything, as to a token that may only read. */
  isReadOnly: boolean;
  readonly close: () => void;
}

const PAGE = 2;

export async function fakeGithub(): Promise<FakeGithub> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const answer = (status: number, body: unknown): void =>
        void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      if (request.headers.authorization !== "Bearer job-token") answer(401, { message: "Bad credentials" });
      else answer(...answerTo(`${request.method} ${request.url}`, JSON.parse(text), github));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const github: FakeGithub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments: [],
    isReadOnly: false,
    close: () => server.close(),
  };
  return github;
}

interface Asked {
  readonly body?: string;
  readonly variables?: {
    readonly owner: string;
    readonly name: string;
    readonly number: number;
    readonly after: string | null;
  };
}

function answerTo(what: string, { body = "", variables }: Asked, github: FakeGithub): [number, unknown] {
  const { comments } = github;
  if (what === "POST /graphql") {
    if (variables?.owner !== "acme" || variables.name !== "servers" || variables.number !== 7)
      return [200, { errors: [{ message: "Could not resolve to a PullRequest" }] }];
    const from = Number(variables.after ?? 0);
    const pageInfo = { hasNextPage: from + PAGE < comments.length, endCursor: String(from + PAGE) };
    const nodes = comments.slice(from, from + PAGE);
    return [200, { data: { repository: { pullRequest: { comments: { nodes, pageInfo } } } } }];
  }
  if (github.isReadOnly) return [403, { message: "Resource not accessible by integration" }];
  if (what === "POST /repos/acme/servers/issues/7/comments") {
    const databaseId = 100 + comments.length;
    comments.push({ databaseId, viewerDidAuthor: true, body });
    return [201, { html_url: `https://github.com/acme/servers/pull/7#issuecomment-${databaseId}` }];
  }
  const id = /^PATCH \/repos\/acme\/servers\/issues\/comments\/(\d+)$/.exec(what)?.[1];
  const found = comments.find(({ databaseId }) => String(databaseId) === id);
  if (found === undefined) return [404, { message: "Not Found" }];
  found.body = body;
  return [200, { html_url: `https://github.com/acme/servers/pull/7#issuecomment-${id}` }];
}
