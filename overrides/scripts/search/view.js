/*
 * What stands below the field: the number of results, the list, and the way to more of them.
 */
import { addressFor, form, onPage } from "./page.js";
import { element, result } from "./results.js";

export const MANY = 10; // results at a time on the page of the search
const SILENCE = 900; // milliseconds without a key press before the number of results is read out

const count = element("p", { class: "search__count", "aria-hidden": "true" });
const status = element("p", { class: "visually-hidden", role: "status" });
const near = element("p", { class: "search__near", hidden: "" });
export const list = element("ol", { class: "search__list" });
export const further = onPage
  ? element("button", { class: "button search__further", type: "button", hidden: "" }, `Show ${MANY} more`)
  : element("a", { class: "search__further", hidden: "" });
export const results = element("div", { class: "search__results", role: "region", "aria-label": "Search results" }, count, near, list, further);
results.hidden = true;
form.after(results, status);

let silence = 0;

/** Shows how many results there are, and has it read out once the reader pauses, not with each letter. */
export const say = (said, also = "") => {
  count.textContent = said;
  clearTimeout(silence);
  silence = setTimeout(() => {
    status.textContent = said + also;
  }, SILENCE);
};

export const sentence = ({ pages, partial }, terms) => {
  if (!pages.length) return "Nothing found. Try another word, or fewer.";
  const counted = pages.length === 1 ? "1 result" : `${pages.length} results`;
  return partial && terms.length > 1 ? `Nothing has all of these words. ${counted} with some of them.` : counted;
};

export const offer = (better) => {
  near.hidden = !better;
  near.replaceChildren();
  if (better) near.append("Did you mean ", element("a", { href: addressFor(better) }, better), "?");
};

export const showList = (pages, terms, found, query) => {
  list.replaceChildren(...pages.map((page) => result(page, terms)));
  further.hidden = found.pages.length <= pages.length;
  if (!onPage && !further.hidden) {
    further.href = addressFor(query);
    further.textContent = `All ${found.pages.length} results`;
  }
  results.hidden = false;
};

export const clear = () => {
  results.hidden = true;
  say("");
};
