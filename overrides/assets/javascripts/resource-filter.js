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
  const SEVERAL = ["audience", "topic", "publisher"]; // of which an entry may have more than one
  const BETWEEN = "|"; // stands between them
  const WIDE = matchMedia("(min-width: 48rem)"); // there is room for all that can be chosen
  const SLICE = 200; // entries that are read at a time

  // Words that say nothing of a resource: "that leaflet for parents about bruises" asks for three things.
  const SMALL = new Set(
    "a about all an and any are at by can for from have how i in is it me my of on one or our that the their there this to us was we what when where which who with you your".split(" "),
  );

  const find = (name) => document.querySelector(`[data-${name}]`);
  const more = form.querySelector("details");
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
  // "1,001 days" and "1001 days" are the same.
  const split = (text) => plain(text).replace(/(\d),(?=\d{3}(?!\d))/g, "$1").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // "bruise", "bruises" and "bruising" have one stem, and "baby" and "babies"; "police" and "policy" have not.
  const stem = (word) => word.replace(/ies$/, "y").replace(/^(.{3,}?)(?:ing|ed|es|s|e)$/, "$1");

  const digits = (number) => number.replace(/^(?:\+|00)44/, "0").replace(/\D/g, "");
  const bare = (address) => plain(address).replace(/^https?:\/\/|^www\./g, "").replace(/^www\.|[/.,;]+$/g, "");
  const ENDINGS = new Set(["www", "org", "uk", "com", "co", "net", "info"]); // of names of hosts: they say nothing

  const vocabulary = new Set(); // the words of all entries

  /** Reads the text of one entry; its host and its telephone numbers, as digits, are words of it too. */
  const read = (entry) => {
    const texts = [...entry.element.querySelectorAll("[data-words]")].map((part) => part.textContent);
    const numbers = [...entry.element.querySelectorAll(".resource-entry__main a[href^='tel:']")];
    const link = entry.element.querySelector(".resource-entry__title a");
    entry.address = link ? bare(link.href) : "";
    const host = split(entry.address.split("/")[0]).filter((word) => !ENDINGS.has(word));
    const words = [...split(texts.join(" ")), ...host, ...numbers.map((number) => digits(number.getAttribute("href").slice(4)))];
    for (const word of words) vocabulary.add(word);
    entry.words = ` ${words.join(" ")}`;
    entry.stems = ` ${words.map(stem).join(" ")} `;
    const { kind, publisher, audience, topic } = entry.element.dataset;
    const several = { publisher: publisher.split(BETWEEN), audience: audience.split(BETWEEN), topic: topic.split(BETWEEN) };
    Object.assign(entry, { kind, ...several });
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

  const having = new Map(); // the entries with a word, by the word: with each letter typed, those before it are asked for again

  const has = (word) => {
    if (!having.has(word)) {
      const [begins, same] = [` ${word}`, ` ${stem(word)} `];
      having.set(word, new Set(entries.filter((entry) => entry.words.includes(begins) || entry.stems.includes(same))));
    }
    const those = having.get(word);
    return (entry) => those.has(entry);
  };

  /** Returns a test for each thing that was typed: a telephone number, an address or a part of one, or a word. */
  const typed = (text) => {
    if (/^(?:\+|\(?0)[\d\s()-]{6,}$/.test(text)) return [has(digits(text.replace(/\(0\)/, "")))];
    const asked = text.split(/\s+/).map((part) => ({ address: /[./]/.test(part) ? bare(part) : "", words: split(part) }));
    const said = asked.filter(({ words }) => words.length);
    const telling = said.filter(({ words }) => !words.every((word) => SMALL.has(word)));
    return (telling.length ? telling : said).map(({ address, words }) => {
      const tests = words.map(has);
      return (entry) => (address && entry.address.includes(address)) || tests.every((fits) => fits(entry));
    });
  };

  /** Returns whether an entry fits what was chosen; each word typed begins a word of the entry, or shares its stem. */
  const test = ({ words = "", ...choices }) => {
    const tests = typed(words);
    const wanted = Object.entries(choices);
    return (entry) =>
      wanted.every(([name, value]) => (SEVERAL.includes(name) ? entry[name].includes(value) : entry[name] === value)) &&
      tests.every((fits) => fits(entry));
  };

  // --- Slips of the keyboard -----------------------------------------------------------------------------------------------

  /** Returns how many letters are wrong, left out, too many or swapped between two words. */
  const slips = (one, other) => {
    let [before, last] = [[], [...Array(other.length + 1).keys()]];
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  };

  /** Returns whether two words differ in all letters from one on: "police" is no slip for "policy". */
  const isEnding = (word, other, count) => {
    let same = 0;
    while (same < word.length && word[same] === other[same]) same += 1;
    return word.length - same <= count;
  };

  const nearest = new Map();

  /** Returns the word of an entry that was most probably meant, as far as it was typed, or nothing. */
  const near = (word) => {
    if (word.length < 4) return "";
    let [best, fewest] = ["", word.length < 7 ? 1 : 2];
    for (const other of vocabulary) {
      if (other[0] !== word[0] && other[0] !== word[1]) continue; // nearly everybody begins a word rightly, or swaps two letters
      for (const length of new Set([word.length - 1, word.length, word.length + 1, other.length])) {
        const begun = other.slice(0, length);
        if (Math.abs(begun.length - word.length) > fewest) continue;
        const count = slips(word, begun);
        if (isEnding(word, begun, count)) continue;
        if (count <= fewest && (!best || count < fewest || begun === other)) [best, fewest] = [other, count];
      }
    }
    return best;
  };

  const EXACT = /\d[\d\s]{5}|\w[./@]\w/; // of a telephone number or an address no part is right

  /** Returns what was typed with the nearest words instead of those that no entry has, as far as there are any. */
  const readable = (text) =>
    split(text)
      .map((word) => {
        if (SMALL.has(word) || entries.some(has(word))) return word;
        if (/\d/.test(word)) return word; // a telephone number that is nearly right is wrong
        if (!nearest.has(word)) nearest.set(word, near(word));
        return nearest.get(word) || word;
      })
      .join(" ");

  // --- Words that are remembered wrongly -----------------------------------------------------------------------------------

  /**
   * Returns a test for the entries with most of the words, and at least half of three or more, and with all that was chosen: who
   * half remembers "the leaflet on bruises given to mums" is right about two words.
   */
  const nearlyAll = ({ words, ...choices }) => {
    const tests = typed(words);
    if (tests.length < 3) return () => false;
    const counts = new Map(entries.filter(test(choices)).map((entry) => [entry, tests.filter((fits) => fits(entry)).length]));
    const most = [...counts.values()].reduce((one, other) => Math.max(one, other), 0);
    return (entry) => most * 2 >= tests.length && counts.get(entry) === most;
  };

  /** Returns a test for the entries that were probably meant when none has all the words, and what to say of them. */
  const guess = (choices) => {
    const words = readable(choices.words);
    const fits = test({ ...choices, words });
    if (entries.some(fits)) return { fits, how: ` with “${words}”: no resource has the words that you typed` };
    if (EXACT.test(choices.words) || entries.some(test({ words }))) return { fits: () => false, how: "" };
    return { fits: nearlyAll({ ...choices, words }), how: " with some of your words: no resource has all of them" };
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

  const apply = () => {
    const choices = chosen();
    const asked = { fits: test(choices), how: "" };
    const { fits, how } = choices.words && !entries.some(asked.fits) ? guess(choices) : asked;
    const count = groups.reduce((sum, group) => sum + showGroup(group, fits), 0);
    index.classList.toggle("resource-index--filtered", Object.keys(choices).length > 0);
    tell(count, Object.keys(choices).length > 0, how);
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

  // --- Beginning -----------------------------------------------------------------------------------------------------------

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
})();
