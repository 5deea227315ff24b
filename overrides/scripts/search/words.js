/*
 * Words: what a query asks for, and which words of the index answer it.
 */

const MOST_TERMS = 8;
export const GROWS_FROM = 3; // letters from which on a word stands for longer ones too

// Words that say nothing of a page: they are asked for only when nothing else is.
const SMALL = new Set(
  "a about all an and any are as at be by can do does for from had has have how i if in is it me my no not of on one or our out so that the their them there they this to up us was we what when where which who why will with you your".split(
    " ",
  ),
);
// Plurals that no ending makes.
const PAIRS = [
  ["man", "men"],
  ["woman", "women"],
  ["child", "children"],
  ["person", "people"],
  ["life", "lives"],
  ["wife", "wives"],
  ["foot", "feet"],
  ["tooth", "teeth"],
];

const SHORT = /^[^aeiou][aeiou][^aeiouwxy]$/;
const SHORT_WITH_E = /^[^aeiou][aeiou][^aeiouwxy]e$/; // keeps it: care is not car, sides are not SIDS
const MARKS = /[\u0300-\u036f'’]/g;
export const TOKEN = /[\u0300-\u036f\p{L}\p{N}'’]+/gu;
export const COMPOUND = new RegExp(`${TOKEN.source}(?:[-\u2010\u2011]${TOKEN.source})*`, "gu"); // as co-sleeping, or a single word

/** Returns the words of a text as the index has them: small letters without accents, no apostrophes. */
export const split = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Returns what a word has in common with its plural and its other forms: bruise, bruises, bruised and bruising share "bruis". */
export const stem = (word) => {
  let root = word;
  if (/[^aeiou]ies$/.test(root) && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (/(?:ss|x|z|ch|sh)es$/.test(root)) root = root.slice(0, -2);
  else if (root.length > 3 && /[^sui]s$/.test(root)) root = root.slice(0, -1);
  const [, before, ending] = root.match(/^(.*[aeiouy].*)(ing|ed)$/) ?? [];
  if (ending && before.length >= 3 && !(ending === "ed" && before.endsWith("e"))) {
    root = before.length > 3 ? before.replace(/([bdfgmnprt])\1$/, "$1") : before; // planning, plan
    if (SHORT.test(root) && before.length === 3) root += "e"; // caring, care: of car it would be carring
    if (root.length > 6) root = root.replace(/ll$/, "l"); // counselling, counsel
    if (ending === "ed") root = root.replace(/i$/, "y"); // worried, worry
  }
  return root.length > 3 && !SHORT_WITH_E.test(root) ? root.replace(/e$/, "") : root;
};

/** Returns what all words with a stem begin with: it may have a last y or e that they have not, as in babies and caring. */
export const beginning = (root) => root.replace(SHORT_WITH_E.test(root) ? /e$/ : /y$/, "");

/** Returns the words that are looked up for one that was typed. */
const forms = (word) => [word, ...PAIRS.filter((pair) => pair.includes(word)).map(([one, other]) => (one === word ? other : one))];

/** Returns how near a word of the index is to one that was asked for: 1 the same, 0 another. */
export const nearness = (asked, word, growing) => {
  if (word === asked) return 1;
  if (stem(word) === stem(asked)) return 0.9;
  return growing && asked.length >= GROWS_FROM && word.startsWith(asked) ? 0.5 : 0;
};

/** Returns the terms of a query: what each looks up, and whether the word may still be growing under the reader's fingers. */
export const termsOf = (query) => {
  const words = split(query);
  const growing = /[\p{L}\p{N}]$/u.test(query) ? words[words.length - 1] : "";
  const telling = words.filter((word) => !SMALL.has(word));
  return [...new Set(telling.length ? telling : words)]
    .slice(0, MOST_TERMS)
    .map((word) => ({ word, forms: forms(word), growing: word === growing, pages: new Map() }));
};

export const fits = (term, word) => term.forms.some((asked) => nearness(asked, word, term.growing) > 0);
