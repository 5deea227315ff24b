/*
 * The filter of the page of resources, which is complete without it: hides the entries that do not fit, and keeps what was
 * chosen in the address, where it can be shared.
 */
import { readAll } from "./entries.js";
import { WIDE, chosen, entries, fields, form, more } from "./page.js";
import { apply } from "./view.js";

const PAUSE = 250; // milliseconds without a key press before the address changes: browsers refuse a hundred changes at once

let pause = 0;

const write = () => {
  clearTimeout(pause);
  const address = new URL(location.href);
  const choices = chosen();
  for (const { name } of fields) {
    if (choices[name]) address.searchParams.set(name, choices[name]);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
};

/** Shows what can be chosen where there is room for it, or when something is. */
const unfold = () => {
  if (more) more.open = WIDE.matches || [...more.querySelectorAll("select")].some((field) => field.value);
};

/** Returns a text no longer than its field takes, of whole words if it has any. */
const cut = (text, { maxLength: most }) => {
  if (!(most > 0 && text.length > most)) return text;
  return text.slice(0, most + 1).replace(/\s\S*$/, "").slice(0, most).replace(/[\ud800-\udbff]$/, "");
};

/** Chooses what the address says; at first, also what was chosen before this script was there. */
const restore = ({ first = false } = {}) => {
  const asked = new URL(location.href).searchParams;
  for (const field of fields) {
    field.value = cut(asked.get(field.name) ?? (first ? field.value : ""), field);
    if (field.selectedIndex === -1) field.value = ""; // what is no longer there to be chosen
  }
  unfold();
};

const clear = () => {
  for (const field of fields) field.value = "";
  write();
  apply();
};

/** Returns what the address names on this page, or null: its anchor may be anything, even no text at all. */
const named = () => {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
};

/** Shows the entry that the address names even if the filter had hidden it: the site's search leads there. */
const reveal = () => {
  const target = named();
  const entry = target && entries.find(({ element }) => element.contains(target));
  if (!entry || entry.fits) return;
  clear();
  entry.element.scrollIntoView();
};

/** Brings the filter to the upper edge of a telephone's window, so that what is found is seen below it. */
const bringUp = () => {
  if (!WIDE.matches) form.scrollIntoView({ behavior: "instant" }); // a slow one would end at the next letter
};

let ready = false;

form.addEventListener("input", () => {
  if (ready) apply();
  bringUp();
  clearTimeout(pause);
  pause = setTimeout(write, PAUSE);
});
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("click", write, { capture: true }); // before a link leads away
for (const button of document.querySelectorAll("[data-clear]")) {
  button.addEventListener("click", () => {
    clear();
    fields[0].focus();
  });
}
addEventListener("popstate", () => {
  restore();
  if (ready) apply();
});
addEventListener("hashchange", reveal);
WIDE.addEventListener("change", unfold);

restore({ first: true });
readAll().then(() => {
  ready = true;
  apply();
  if (location.search && !location.hash) bringUp();
  reveal();
});
