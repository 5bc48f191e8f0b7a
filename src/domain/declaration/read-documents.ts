import { Composer, type CST, type Document, Lexer, type LineCounter, Parser } from "yaml";

/** A megabyte holds more than a thousand fleets. */
const MAX_TEXT = 1_048_576;
const MAX_DOCUMENTS = 500;
/** Comments count: so much takes a fifth of a second to be read, whatever it says. */
const MAX_DOCUMENT = 65_536;
/** A declaration needs five. What is nested deeper costs a reader more than its length, and at some depth its stack. */
export const MAX_DEPTH = 32;

/** The next document, or why the text is not read further. */
type Read =
  | { readonly document: Document }
  | { readonly refused: { readonly offset: number; readonly text: string } };

/**
 * The YAML 1.2 documents of a text, one after the other, without being led further than a declaration goes. Whether a key stands
 * twice is not asked.
 */
export function* readDocuments(text: string, lines: LineCounter): Generator<Read> {
  try {
    yield* documentsOf(text, lines);
  } catch (error) {
    // The parser is recursive: its stack ended where the signs below do not show how deep it goes.
    if (!(error instanceof RangeError)) throw error;
    yield refused(0, "is nested too deeply to be read; write what is meant");
  }
}

function* documentsOf(text: string, lines: LineCounter): Generator<Read> {
  if (text.length > MAX_TEXT) {
    yield refused(
      0,
      `has ${text.length} characters, at most ${MAX_TEXT} are read; split it into several files`,
    );
    return;
  }
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  // The parser would ask of each key whether one of those before is the same: minutes for some ten thousand.
  const composer = new Composer({ prettyErrors: false, version: "1.2", uniqueKeys: false, merge: true });
  const bounds = boundsOf();
  for (const lexeme of new Lexer().lex(text)) {
    const excess = bounds(lexeme);
    if (excess !== undefined) {
      yield excess;
      return;
    }
    yield* composed(parser.next(lexeme), composer);
  }
  yield* composed(parser.end(), composer);
  for (const document of composer.end()) yield { document: document as Document };
}

function* composed(tokens: Iterable<CST.Token>, composer: Composer): Generator<Read> {
  for (const token of tokens)
    for (const document of composer.next(token)) yield { document: document as Document };
}

const refused = (offset: number, text: string): Read => ({ refused: { offset, text } });

/** Follows a text part by part; answers what is too much, once something is. */
function boundsOf(): (lexeme: string) => Read | undefined {
  const depth = depthOf();
  let offset = 0;
  let begin = 0;
  let documents = 0;
  let isScalar = false;
  return (lexeme) => {
    const isText = isScalar;
    isScalar = lexeme === SCALAR;
    const begins = lexeme === DOCUMENT || (lexeme === "---" && !isText);
    if (begins && (documents === 0 || offset > begin)) {
      documents += 1;
      begin = offset;
    }
    if (documents > MAX_DOCUMENTS)
      return refused(
        offset,
        `begins document ${documents}, at most ${MAX_DOCUMENTS} are read; split the file`,
      );
    if (depth(lexeme, isText) > MAX_DEPTH)
      return refused(offset, `is nested deeper than ${MAX_DEPTH} levels; write what is meant`);
    offset += MARKS.has(lexeme) ? 0 : lexeme.length;
    if (offset - begin > MAX_DOCUMENT)
      return refused(begin, `begins a document of more than ${MAX_DOCUMENT} characters; declare less in it`);
    return undefined;
  };
}

const DOCUMENT = "\u0002";
const SCALAR = "\u001F";
/** What the lexer puts between the parts of a text: a document begins, a list in brackets ends, a scalar follows. */
const MARKS = new Set([DOCUMENT, "\u0018", SCALAR]);

/** How deep each part of a text is nested by brackets, or by signs for items, keys and values with no text between them. */
function depthOf(): (lexeme: string, isText: boolean) => number {
  let brackets = 0;
  let signs = 0;
  return (lexeme, isText) => {
    if (isText) signs = 0;
    else if (lexeme === "[" || lexeme === "{") brackets += 1;
    else if (lexeme === "]" || lexeme === "}") brackets = Math.max(0, brackets - 1);
    else if (lexeme === "-" || lexeme === "?" || lexeme === ":") signs += 1;
    return Math.max(brackets, signs);
  };
}
