/*
 * What was probably meant when no entry has all the words: words typed wrongly, or remembered wrongly.
 */
import { changes } from "../words/changes.js";
import { SMALL } from "../words/words.js";
import { vocabulary } from "./entries.js";
import { has, test, typed } from "./matching.js";
import { entries } from "./page.js";
import { wordsOf } from "./words.js";

/** Returns whether two words differ in all letters from one on: "police" is no typing mistake for "policy". */
const isEnding = (word, other, count) => {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same += 1;
  return word.length - same <= count;
};

const nearest = new Map();

/** Returns the word of an entry that was most probably meant, as far as it was typed, or nothing. */
const near = (word) => {
  if (word.length < 4) return "";
  let [best, fewest] = ["", word.length < 7 ? 1 : 2];
  for (const other of vocabulary) {
    if (other[0] !== word[0] && other[0] !== word[1]) continue; // nearly everybody begins a word rightly, or swaps two letters
    for (const length of new Set([word.length - 1, word.length, word.length + 1, other.length])) {
      const begun = other.slice(0, length);
      if (Math.abs(begun.length - word.length) > fewest) continue;
      const count = changes(word, begun, fewest);
      if (isEnding(word, begun, count)) continue;
      if (count <= fewest && (!best || count < fewest || begun === other)) [best, fewest] = [other, count];
    }
  }
  return best;
};

const EXACT = /\d[\d\s]{5}|\w[./@]\w/; // of a telephone number or an address no part is right

/** Returns what was typed with the nearest words instead of those that no entry has, as far as there are any. */
const readable = (text) =>
  wordsOf(text)
    .map((word) => {
      if (SMALL.has(word) || entries.some(has(word))) return word;
      if (/\d/.test(word)) return word; // a telephone number that is nearly right is wrong
      if (!nearest.has(word)) nearest.set(word, near(word));
      return nearest.get(word) || word;
    })
    .join(" ");

/**
 * Returns a test for the entries with most of the words, and at least half of three or more, and with all that was chosen: who
 * half remembers "the leaflet on bruises given to mums" is right about two words.
 */
const nearlyAll = ({ words, ...choices }) => {
  const tests = typed(words);
  if (tests.length < 3) return () => false;
  const counts = new Map(entries.filter(test(choices)).map((entry) => [entry, tests.filter((fits) => fits(entry)).length]));
  const most = [...counts.values()].reduce((one, other) => Math.max(one, other), 0);
  return (entry) => most * 2 >= tests.length && counts.get(entry) === most;
};

/** Returns a test for the entries that were probably meant when none has all the words, and what to say of them. */
export const guess = (choices) => {
  const words = readable(choices.words);
  const fits = test({ ...choices, words });
  if (entries.some(fits)) return { fits, how: ` with “${words}”: no resource has the words that you typed` };
  if (EXACT.test(choices.words) || entries.some(test({ words }))) return { fits: () => false, how: "" };
  return { fits: nearlyAll({ ...choices, words }), how: " with some of your words: no resource has all of them" };
};
