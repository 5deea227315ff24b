/*
 * Terms: what a query asks for, and which words of the index answer it.
 */
import { SMALL, forms, split, stem } from "../words/words.js";

const MOST_TERMS = 8;
export const GROWS_FROM = 3; // letters from which on a word stands for longer ones too

export const TOKEN = /[\u0300-\u036f\p{L}\p{N}'’]+/gu;
export const COMPOUND = new RegExp(`${TOKEN.source}(?:[-\u2010\u2011]${TOKEN.source})*`, "gu"); // as co-sleeping, or a single word

/**
 * Returns what the words with a stem begin with, but for few: the stem may have a last letter that they have not, as babies, caring
 * and disability of "babi", "care" and "disabl".
 */
export const beginning = (root) => root.replace(/[eiy]$/, "").replace(/bl$/, "b");

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
