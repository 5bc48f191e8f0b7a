/** What stands for no identifier: comments, strings, regular expressions (where one can begin) and numbers. */
const NOT_NAMES = [
  /\/\/.*/,
  /\/\*[\s\S]*?\*\//,
  /"(?:\\.|[^"\\\n])*"/,
  /'(?:\\.|[^'\\\n])*'/,
  /(?<=(?:^|[=(,:;!&|?{}[>]|\breturn)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/,
  /\b\d[\w.]*/,
];
const TOKEN = new RegExp(
  `${NOT_NAMES.map(({ source }) => source).join("|")}|([\\p{L}_$][\\w$]*)|([\`{}])`,
  "gmu",
);

/** The text of a template up to its end or to a `${`, whichever is first. */
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{|$)/y;

/** The identifiers of a file, in order: names and keywords of the code, also of the code within templates. */
export function identifiersIn(text: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  let at = 0;
  const skipTemplateText = (): void => {
    TEMPLATE_TEXT.lastIndex = at;
    if (TEMPLATE_TEXT.exec(text)?.[1] === "${") open.push("${");
    at = TEMPLATE_TEXT.lastIndex;
  };
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) return names;
    at = TOKEN.lastIndex;
    const [, name, mark] = token;
    if (name !== undefined) names.push(name);
    if (mark === "{") open.push("{");
    if (mark === "`" || (mark === "}" && open.pop() === "${")) skipTemplateText();
  }
}

/** The words of an identifier, in lower case and with a dash before each: `-look-seconds` of `LOOK_SECONDS`. */
export const wordsOf = (identifier: string): string =>
  (identifier.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [])
    .map((word) => `-${word.toLowerCase()}`)
    .join("");
