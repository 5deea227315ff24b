/*
 * One result as it is shown: its title, its place, an extract, and further places of the page.
 */
import { hitsIn, windowOf } from "./extracts.js";
import { site } from "./page.js";
import { rankPlaces } from "./ranking.js";

const MORE_PLACES = 3; // further panels that are named below a result

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** Returns a part of a text with what was asked for marked. */
const marked = (text, hits, start = 0, end = text.length) => {
  const pieces = [];
  let from = start;
  for (const hit of hits) {
    if (hit.start < from || hit.end > end) continue;
    pieces.push(text.slice(from, hit.start), element("mark", {}, text.slice(hit.start, hit.end)));
    from = hit.end;
  }
  return [...pieces, text.slice(from, end)];
};

/** Returns the attributes of words of a page that is in another language than the site. */
const inItsLanguage = ({ lang }) => (lang ? { lang } : {});

const extract = (page, { text, hits }) => {
  const [start, end] = windowOf(text, hits);
  const shown = marked(text, hits, start, end);
  return element("p", { class: "search__extract", ...inItsLanguage(page) }, start ? "… " : "", ...shown, end < text.length ? " …" : "");
};

const addressOf = (page, place) => new URL(place.anchor ? `${page.url}#${place.anchor}` : page.url, site).href;
const nameOf = (place) => (place.number ? `Panel ${place.number}: ${place.heading}` : place.heading);

export const result = (page, terms) => {
  const [best, ...others] = rankPlaces(page, terms);
  const title = element("span", { class: "search__title", ...inItsLanguage(page) }, ...marked(page.title, hitsIn(page.title, terms)));
  const link = element("a", { class: "search__link", href: addressOf(page, best) }, title);
  const where = best.anchor ? nameOf(best) : page.kind;
  if (where) link.append(" ", element("span", { class: "search__where" }, ...marked(where, hitsIn(where, terms))));
  const item = element("li", { class: "search__result" }, link, extract(page, best));
  const more = others.filter((place) => place.anchor && place.count === best.count).slice(0, MORE_PLACES);
  if (more.length) {
    const links = more.map((place) => element("li", {}, element("a", { href: addressOf(page, place) }, nameOf(place))));
    item.append(element("p", { class: "search__also" }, "Also in:"), element("ul", { class: "search__places" }, ...links));
  }
  return item;
};
