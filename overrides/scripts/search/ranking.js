/*
 * Order: which pages come first, and which places of a page.
 */
import { hitsIn } from "./extracts.js";

/** Returns the pages that have all terms, best first; when there is none, those that have some. */
export const rank = (index, terms) => {
  const scores = new Map();
  for (const term of terms) {
    const rare = Math.log(1 + index.pages / Math.max(term.pages.size, 1));
    for (const [page, weight] of term.pages) {
      const before = scores.get(page) ?? { page, terms: 0, score: 0 };
      scores.set(page, { page, terms: before.terms + 1, score: before.score + rare * weight });
    }
  }
  const all = [...scores.values()];
  const whole = all.filter((found) => found.terms === terms.length);
  const shown = whole.length ? whole : all;
  shown.sort((one, other) => other.terms - one.terms || other.score - one.score || one.page - other.page);
  return { pages: shown.map((found) => found.page), partial: !whole.length && all.length > 0 };
};

/** Returns the places of a page that have what was asked for, best first; the top of the page stands for its title too. */
export const rankPlaces = (page, terms) => {
  const title = hitsIn(`${page.title} ${page.kind}`, terms).flatMap((hit) => hit.terms);
  const ranked = page.places.map((place, order) => {
    const heading = hitsIn(place.heading, terms).flatMap((hit) => hit.terms);
    const hits = hitsIn(place.text, terms);
    const own = new Set([...heading, ...hits.flatMap((hit) => hit.terms), ...(place.anchor ? [] : title)]);
    return { ...place, hits, order, count: own.size, heads: heading.length + (place.anchor ? 0 : title.length) };
  });
  const found = ranked.filter((place) => place.count);
  found.sort((one, other) => other.count - one.count || other.heads - one.heads || other.hits.length - one.hits.length || one.order - other.order);
  return found.length ? found : ranked.slice(0, 1); // its words stand apart: in the title and in panels, say
};
