/*
 * Words, for the search and for the filter of the resources: how a text is cut into them, and which are forms of the same word.
 */
import { snowball } from "./snowball.js";

// Words that say nothing of what is looked for: they are asked for only when nothing else is.
export const SMALL = new Set(
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
const MARKS = /[\u0300-\u036f'’]/g;

/** Returns a text in small letters without accents and apostrophes, as the index of the search has it. */
export const plain = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase();

/** Returns the words of a text. */
export const split = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const stems = new Map();

/** Returns what a word has in common with its other forms: bruise, bruises, bruised and bruising share "bruis", GP and GPs "gp". */
export const stem = (word) => {
  if (!stems.has(word)) stems.set(word, snowball.stemWord(word.replace(/^([^aeiouy]{2,})s$/, "$1")));
  return stems.get(word);
};

/** Returns a word and its plural or singular that no ending makes. */
export const forms = (word) => [word, ...PAIRS.filter((pair) => pair.includes(word)).map(([one, other]) => (one === word ? other : one))];
