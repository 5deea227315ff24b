/*
 * "Did you mean …?": the nearest word of the index for one that is nowhere in it.
 */
import { changes } from "../words/changes.js";
import { split } from "../words/words.js";
import { load } from "./index.js";

/** Returns the query with the nearest known word for each that is nowhere, or null when there is none near. */
export const suggest = async (index, query, terms) => {
  const missing = terms.filter((term) => !term.pages.size && term.word.length >= 4);
  if (!missing.length) return null;
  const known = (await load("near", index.version)).split(" ");
  let better = split(query).join(" ");
  for (const { word } of missing) {
    const most = word.length < 7 ? 1 : 2;
    let nearest = ["", most + 1];
    for (const other of known) {
      const count = changes(word, other, most) + (word[0] === other[0] ? 0 : 0.5);
      if (count < nearest[1]) nearest = [other, count];
    }
    if (!nearest[0]) return null;
    better = better.split(" ").map((typed) => (typed === word ? nearest[0] : typed)).join(" ");
  }
  return better;
};
