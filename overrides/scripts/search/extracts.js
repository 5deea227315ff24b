/*
 * Extracts: where in a text stands what was asked for, and which part of it is shown.
 */
import { split } from "../words/words.js";
import { COMPOUND, TOKEN, fits } from "./terms.js";

const BEFORE = 70; // characters of an extract before the word that was asked for
const EXTRACT = 210; // and in all

/** Returns where in a text words stand that were asked for, each with the places of its terms. */
export const hitsIn = (text, terms) => {
  const hit = (written, start, words) => {
    const found = terms.filter((term) => words.some((word) => fits(term, word)));
    return found.length ? [{ start, end: start + written.length, terms: found }] : [];
  };
  return [...text.matchAll(COMPOUND)].flatMap(({ 0: whole, index }) => {
    const hits = [...whole.matchAll(TOKEN)].flatMap((part) => hit(part[0], index + part.index, split(part[0])));
    return hits.length ? hits : hit(whole, index, [split(whole).join("")]);
  });
};

/** Returns the part of a text to show: from where most of what was asked for stands, beginning with a sentence if one is near. */
export const windowOf = (text, hits) => {
  let best = { start: 0, count: 0 };
  for (const hit of hits) {
    const near = hits.filter((other) => other.start >= hit.start && other.end <= hit.start + EXTRACT - BEFORE);
    const count = new Set(near.flatMap((other) => other.terms)).size;
    if (count > best.count) best = { start: hit.start, count };
  }
  let start = Math.max(0, best.start - BEFORE);
  if (start) {
    const sentence = text.slice(start, best.start).search(/[.!?·] \S/);
    start += sentence === -1 ? text.slice(start).indexOf(" ") + 1 : sentence + 2;
  }
  let end = Math.min(text.length, start + EXTRACT);
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start);
  return [start, end];
};
