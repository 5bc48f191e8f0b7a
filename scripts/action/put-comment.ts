/** Where GitHub is, and which pull request is meant. */
export interface PullRequest {
  readonly api: string;
  readonly graphql: string;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
}

interface Comments {
  readonly nodes: readonly {
    readonly databaseId: number;
    readonly viewerDidAuthor: boolean;
    readonly body: string;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const QUERY = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    comments(first: 100, after: $after) { nodes { databaseId viewerDidAuthor body } pageInfo { hasNextPage endCursor } }
  } }
}`;

/** Writes the comment, or the one of before anew; answers its address. Throws an Error with GitHub's words and the way out. */
export async function putComment(
  { marker, body }: { readonly marker: string; readonly body: string },
  pull: PullRequest,
): Promise<string> {
  const { api, repository, number } = pull;
  const before = await ownComment(marker, pull);
  const [method, path] =
    before === undefined
      ? ["POST", `/repos/${repository}/issues/${number}/comments`]
      : ["PATCH", `/repos/${repository}/issues/comments/${before}`];
  const { html_url } = (await ask(`${api}${path}`, { method, body: { body } }, pull)) as { html_url: string };
  return html_url;
}

/** The id of the comment that this token wrote before. One that somebody else wrote with the same marker is left alone. */
async function ownComment(marker: string, pull: PullRequest): Promise<number | undefined> {
  const [owner, name] = pull.repository.split("/");
  let after: string | null = null;
  for (;;) {
    const variables = { owner, name, number: pull.number, after };
    const answer = (await ask(pull.graphql, { method: "POST", body: { query: QUERY, variables } }, pull)) as {
      readonly data?: {
        readonly repository?: { readonly pullRequest?: { readonly comments: Comments } | null };
      };
      readonly errors?: readonly { readonly message: string }[];
    };
    const comments = answer.data?.repository?.pullRequest?.comments;
    if (comments === undefined)
      throw unable(answer.errors?.map(({ message }) => message).join("; ") ?? "no comments");
    const found = comments.nodes.find((each) => each.viewerDidAuthor && each.body.startsWith(marker));
    if (found !== undefined) return found.databaseId;
    if (!comments.pageInfo.hasNextPage) return undefined;
    after = comments.pageInfo.endCursor;
  }
}

interface Request {
  readonly method: string | undefined;
  readonly body: unknown;
}

async function ask(url: string, { method = "GET", body }: Request, { token }: PullRequest): Promise<unknown> {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "content-type": "application/json",
  };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw unable(`${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

const unable = (said: string): Error =>
  new Error(
    `the comment cannot be written: GitHub answers ${said}. The job needs permissions: { pull-requests: write }`,
  );
