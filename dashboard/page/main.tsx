import { render } from "preact";
import { App } from "./app.tsx";
import { hearKeys } from "./keys.ts";
import { keepLine } from "./line/line.ts";
import { keepLinks } from "./router.ts";
import { openSession } from "./line/session.ts";
import { showTheme } from "./settings.ts";
import { change } from "./line/store.ts";

showTheme();
keepLinks();
hearKeys();
const root = document.querySelector("#app");
if (root !== null) render(<App />, root);
void openSession().then((session) => {
  if ("words" in session) change({ line: "no-key", keyWords: session.words });
  else keepLine();
});
