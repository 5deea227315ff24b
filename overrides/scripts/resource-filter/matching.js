/*
 * Which entries fit what was typed and chosen.
 */
import { SMALL, forms, stem } from "../words/words.js";
import { entries } from "./page.js";
import { bare, digits, wordsOf } from "./words.js";

const SEVERAL = ["audience", "topic", "publisher"]; // of which an entry may have more than one

const having = new Map(); // the entries with a word, by the word: with each letter typed, those before it are asked for again

export const has = (word) => {
  if (!having.has(word)) {
    const asked = forms(word).map((form) => [` ${form}`, ` ${stem(form)} `]);
    const answers = (entry) => asked.some(([begins, same]) => entry.words.includes(begins) || entry.stems.includes(same));
    having.set(word, new Set(entries.filter(answers)));
  }
  const those = having.get(word);
  return (entry) => those.has(entry);
};

/** Returns a test for each thing that was typed: a telephone number, an address or a part of one, or a word. */
export const typed = (text) => {
  if (/^(?:\+|\(?0)[\d\s()-]{6,}$/.test(text)) return [has(digits(text.replace(/\(0\)/, "")))];
  const asked = text.split(/\s+/).map((part) => ({ address: /[./]/.test(part) ? bare(part) : "", words: wordsOf(part) }));
  const said = asked.filter(({ words }) => words.length);
  const telling = said.filter(({ words }) => !words.every((word) => SMALL.has(word)));
  return (telling.length ? telling : said).map(({ address, words }) => {
    const tests = words.map(has);
    return (entry) => (address && entry.address.includes(address)) || tests.every((fits) => fits(entry));
  });
};

/** Returns whether an entry fits what was chosen; each word typed begins a word of the entry, or shares its stem. */
export const test = ({ words = "", ...choices }) => {
  const tests = typed(words);
  const wanted = Object.entries(choices);
  return (entry) =>
    wanted.every(([name, value]) => (SEVERAL.includes(name) ? entry[name].includes(value) : entry[name] === value)) &&
    tests.every((fits) => fits(entry));
};
