const KEY = "moult-token";
const ASK_MS = 400;
const channel = new BroadcastChannel("moult-session");

type Word = { readonly kind: "wanted" } | { readonly kind: "token"; readonly token: string };

channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
  const token = sessionStorage.getItem(KEY);
  if (data.kind === "wanted" && token !== null) channel.postMessage({ kind: "token", token } satisfies Word);
});

/** The session's token, or why there is none. The code of a link works once; a tab without one asks the others. */
export async function openSession(): Promise<{ readonly token: string } | { readonly words: string }> {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (code !== undefined) {
    // At once: it is not to stay in the address, nor in a link that is copied.
    history.replaceState(null, "", location.pathname + location.search);
    const given = await exchange(code);
    if ("token" in given) sessionStorage.setItem(KEY, given.token);
    // A tab that has a key already goes on with it.
    else if (sessionStorage.getItem(KEY) === null) return given;
  }
  const token = sessionStorage.getItem(KEY) ?? (await askOthers());
  if (token === null)
    return {
      words:
        "This page has no key. Open the link that the terminal of moult dashboard shows; Enter there makes a new one.",
    };
  sessionStorage.setItem(KEY, token);
  return { token };
}

/** The token of a process that has ended opens nothing any more. */
export const forgetToken = (): void => sessionStorage.removeItem(KEY);

export const headersOf = (): Record<string, string> => ({
  authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ""}`,
  "content-type": "application/json",
});

async function exchange(code: string): Promise<{ readonly token: string } | { readonly words: string }> {
  try {
    const body = JSON.stringify({ code });
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return (await answer.json()) as { token: string } | { words: string };
  } catch {
    return { words: "The local server is gone: start moult dashboard again." };
  }
}

function askOthers(): Promise<string | null> {
  return new Promise((resolve) => {
    const heard = ({ data }: MessageEvent<Word>): void => {
      if (data.kind === "token") done(data.token);
    };
    const done = (token: string | null): void => {
      channel.removeEventListener("message", heard);
      clearTimeout(timer);
      resolve(token);
    };
    const timer = setTimeout(() => done(null), ASK_MS);
    channel.addEventListener("message", heard);
    channel.postMessage({ kind: "wanted" } satisfies Word);
  });
}
