/*
 * The search: below its field on every page, and in full on the page /search/?q=… that can be shared.
 */
import { load, lookUp, read } from "./index.js";
import { addressFor, cut, form, input, onPage } from "./page.js";
import { rank } from "./ranking.js";
import { suggest } from "./spelling.js";
import { GROWS_FROM, termsOf } from "./terms.js";
import { MANY, clear, further, list, offer, results, say, sentence, showList } from "./view.js";

const PAUSE = 300; // milliseconds without a key press before the search begins
const FEW = 4; // results below the field of every page

let asked = 0; // the number of the query that is being answered: an older answer that comes late is dropped
let query = "";

/** Answers what stands in the field with the first results, as many as wanted; while it is typed, its end may be missing. */
const answer = async (wanted, typing = false) => {
  query = cut(input.value);
  asked += 1;
  const mine = asked;
  try {
    const index = await load("index");
    const begun = termsOf(query);
    await Promise.all(begun.map((term) => lookUp(index, term)));
    // One or two letters that are no word stand for nothing yet.
    const terms = begun.filter((term) => term.pages.size || !typing || !term.growing || term.word.length >= GROWS_FROM);
    if (!terms.length) {
      if (mine === asked) clear();
      return;
    }
    const found = rank(index, terms);
    const [pages, better] = await Promise.all([read(index, found.pages.slice(0, wanted)), suggest(index, query, terms)]);
    if (mine !== asked) return;
    offer(better);
    showList(pages, terms, found, query);
    say(sentence(found, terms), better ? ` Did you mean ${better}?` : "");
  } catch {
    if (mine !== asked) return;
    offer(null);
    list.replaceChildren();
    further.hidden = true;
    results.hidden = false;
    say("The search could not be loaded. Load this page again, or use the list of briefings.");
  }
};

const close = () => {
  results.hidden = true;
};

/** Moves to the next or the last result from where the focus is; up from the first leads back to the field. */
const move = (step) => {
  const links = [...results.querySelectorAll("a, button")].filter((link) => link.offsetParent);
  const place = links.indexOf(document.activeElement) + step;
  if (place < 0) input.focus();
  else links[Math.min(place, links.length - 1)]?.focus();
};

const root = form.parentElement;

root.addEventListener("keydown", (event) => {
  if (results.hidden || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp" && event.target !== input) move(-1);
  else if (event.key === "Escape" && !onPage) {
    input.focus();
    close();
  } else return;
  event.preventDefault();
});

let pause = 0;

const remember = () => {
  try {
    history.replaceState(history.state, "", addressFor(cut(input.value)));
  } catch {
    // a browser that allows no such change of the address of a file
  }
};

const begin = (typing = false) => {
  clearTimeout(pause);
  if (onPage) remember();
  answer(onPage ? MANY : FEW, typing);
};

input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(begin, PAUSE, true);
});
input.addEventListener("focus", () => {
  if (!onPage && query && query === cut(input.value)) results.hidden = false;
});
if (onPage) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
  further.addEventListener("click", async () => {
    const shown = list.children.length;
    await answer(shown + MANY);
    list.children[shown]?.querySelector("a").focus();
  });
  input.value = cut(new URL(location.href).searchParams.get("q") ?? "");
} else {
  for (const kind of ["focusin", "pointerdown"]) {
    document.addEventListener(kind, (event) => {
      if (!root.contains(event.target)) close();
    });
  }
}
if (input.value.trim()) begin();
