/*
 * The filter of the page of resources. The page is complete without it. It reads the text of the entries once, hides those
 * that do not fit, and keeps what was chosen in the address, where it can be shared. There the words are called "words":
 * for "q" the theme's own search would open itself.
 */
(() => {
  "use strict";

  const form = document.querySelector("[data-filter]");
  if (!form) return;

  const PAUSE = 250; // milliseconds without a key press before the address changes: browsers refuse a hundred changes at once
  const SILENCE = 900; // and before the count is read out
  const SEVERAL = ["audience", "topic"]; // of which an entry may have more than one
  const SLICE = 200; // entries that are read at a time

  // Words that say nothing of a resource: "that leaflet for parents about bruises" asks for three things.
  const SMALL = new Set(
    "a about all an and any are at by can for from have how i in is it me my of on one or our that the their there this to us was we what when where which who with you your".split(" "),
  );

  const find = (name) => document.querySelector(`[data-${name}]`);
  const index = document.querySelector(".resource-index");
  const fields = [...form.elements].filter((field) => field.name);
  const groups = [...index.querySelectorAll("[data-group]")].map((element, place) => ({
    element,
    jump: index.querySelectorAll("[data-jump]")[place],
    lists: [...element.querySelectorAll("[data-list]")].map((list) => ({
      element: list,
      entries: [...list.querySelectorAll("[data-entry]")].map((entry) => ({ element: entry, fits: true, shown: true })),
    })),
  }));
  const entries = groups.flatMap((group) => group.lists.flatMap((list) => list.entries));

  // --- Words -------------------------------------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  const split = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // "bruise", "bruises" and "bruising" have one stem, and "baby" and "babies"; "police" and "policy" have not.
  const stem = (word) => word.replace(/ies$/, "y").replace(/^(.{3,}?)(?:ing|ed|es|s|e)$/, "$1");

  /** Reads the text of one entry. */
  const read = (entry) => {
    const texts = [...entry.element.querySelectorAll("[data-words]")].map((part) => part.textContent);
    const words = split(texts.join(" "));
    entry.words = ` ${words.join(" ")}`;
    entry.stems = ` ${words.map(stem).join(" ")} `;
    const { kind, publisher, audience, topic } = entry.element.dataset;
    Object.assign(entry, { kind, publisher, audience: audience.split(" "), topic: topic.split(" ") });
  };

  /** Reads all entries, a slice at a time, before the first key press if there is time. */
  const readAll = async () => {
    for (let place = 0; place < entries.length; place += SLICE) {
      entries.slice(place, place + SLICE).forEach(read);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };

  // --- What fits -----------------------------------------------------------------------------------------------------------

  const chosen = () => Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value));

  /** Returns whether an entry fits what was chosen; each word typed begins a word of the entry, or shares its stem. */
  const test = ({ words = "", ...choices }) => {
    const asked = split(words);
    const telling = asked.filter((word) => !SMALL.has(word));
    const typed = (telling.length ? telling : asked).map((word) => [` ${word}`, ` ${stem(word)} `]);
    const wanted = Object.entries(choices);
    return (entry) =>
      wanted.every(([name, value]) => (SEVERAL.includes(name) ? entry[name].includes(value) : entry[name] === value)) &&
      typed.every(([begins, same]) => entry.words.includes(begins) || entry.stems.includes(same));
  };

  // --- What is shown -------------------------------------------------------------------------------------------------------

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

  const tell = (count, filtered) => {
    const noun = entries.length === 1 ? "resource" : "resources";
    const said = filtered ? `${count} of ${entries.length} ${noun}` : `${entries.length} ${noun}`;
    find("found-count").textContent = said;
    find("found").querySelector("[data-clear]").hidden = !filtered || !count;
    find("nothing").hidden = count > 0;
    clearTimeout(silence);
    silence = setTimeout(() => {
      find("found-status").textContent = count ? said : "Nothing found";
    }, SILENCE);
  };

  const apply = () => {
    const choices = chosen();
    const fits = test(choices);
    const count = groups.reduce((sum, group) => sum + showGroup(group, fits), 0);
    tell(count, Object.keys(choices).length > 0);
  };

  // --- The address ---------------------------------------------------------------------------------------------------------

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

  /** Chooses what the address says. */
  const restore = () => {
    const asked = new URL(location.href).searchParams;
    for (const field of fields) {
      field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = ""; // what is no longer there to be chosen
    }
  };

  const clear = () => {
    for (const field of fields) field.value = "";
    write();
    apply();
  };

  /** Shows the entry that the address names even if the filter had hidden it: the site's search leads there. */
  const reveal = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const entry = named && entries.find(({ element }) => element.contains(named));
    if (!entry || entry.fits) return;
    clear();
    entry.element.scrollIntoView();
  };

  // --- Beginning -----------------------------------------------------------------------------------------------------------

  let ready = false;

  form.addEventListener("input", () => {
    if (ready) apply();
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

  restore();
  form.hidden = find("found").hidden = false;
  readAll().then(() => {
    ready = true;
    apply();
    reveal();
  });
})();
