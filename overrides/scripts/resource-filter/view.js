/*
 * What is shown: the entries that fit, and how many they are.
 */
import { guess } from "./guesses.js";
import { test } from "./matching.js";
import { chosen, entries, fields, find, groups, index } from "./page.js";

const SILENCE = 900; // milliseconds without a key press before the count is read out

/** Shows the entries of a list that fit and returns how many; touches only what changes, and nothing in a hidden list. */
const showList = (list, fits) => {
  for (const entry of list.entries) entry.fits = fits(entry);
  const count = list.entries.filter((entry) => entry.fits).length;
  for (const entry of count ? list.entries : []) {
    if (entry.shown !== entry.fits) entry.element.hidden = !entry.fits;
    entry.shown = entry.fits;
  }
  if (list.count !== count) {
    list.element.hidden = count === 0;
    list.element.style.setProperty("--shown", count); // by which its height is guessed while it is out of view
  }
  list.count = count;
  return count;
};

const showGroup = (group, fits) => {
  const count = group.lists.reduce((sum, list) => sum + showList(list, fits), 0);
  group.element.hidden = group.jump.hidden = count === 0;
  group.jump.querySelector("[data-count]").textContent = count;
  return count;
};

let silence = 0;

/** Says in words what was chosen: on paper nobody sees the fields. */
const inWords = () =>
  fields
    .filter((field) => field.value.trim())
    .map((field) => `${field.dataset.asked ?? field.labels[0].textContent}: ${field.options ? field.selectedOptions[0].text : field.value.trim()}`)
    .join("; ");

const tell = (count, filtered, how) => {
  const noun = entries.length === 1 ? "resource" : "resources";
  const found = filtered ? `${count} of ${entries.length} ${noun}` : `${entries.length} ${noun}`;
  const said = count ? found + how : found;
  find("found-count").textContent = said;
  find("found-asked").textContent = filtered ? `Filtered. ${inWords()}.` : "";
  find("found").querySelector("[data-clear]").hidden = !filtered || !count;
  find("nothing").hidden = count > 0;
  clearTimeout(silence);
  silence = setTimeout(() => {
    find("found-status").textContent = count ? said : "Nothing found";
  }, SILENCE);
};

export const apply = () => {
  const choices = chosen();
  const asked = { fits: test(choices), how: "" };
  const { fits, how } = choices.words && !entries.some(asked.fits) ? guess(choices) : asked;
  const count = groups.reduce((sum, group) => sum + showGroup(group, fits), 0);
  index.classList.toggle("resource-index--filtered", Object.keys(choices).length > 0);
  tell(count, Object.keys(choices).length > 0, how);
};
