/*
 * The search of the site: below its field on every page, and in full on the page /search/?q=… that can be shared. It reads the
 * parts of the index that a query needs by adding scripts to the page (see hooks/sevenminute/search/index.py for what they
 * hold), so that it works from a file share as from a web server.
 */
(() => {
  "use strict";

  const PAUSE = 300; // milliseconds without a key press before the search begins
  const SILENCE = 900; // and before the number of results is read out
  const FEW = 4; // results below the field of every page
  const MANY = 10; // at a time on the page of the search
  const MORE_PLACES = 3; // further panels that are named below a result
  const MOST_TERMS = 8;
  const GROWS_FROM = 3; // letters from which on a word stands for longer ones too
  const BEFORE = 70; // characters of an extract before the word that was asked for
  const EXTRACT = 210; // and in all

  // Words that say nothing of a page: they are asked for only when nothing else is.
  const SMALL = new Set(
    "a about all an and any are as at be by can do does for from had has have how i if in is it me my no not of on one or our out so that the their them there they this to up us was we what when where which who why will with you your".split(
      " ",
    ),
  );
  // Plurals that no ending makes.
  const PAIRS = [
    ["man", "men"],
    ["woman", "women"],
    ["child", "children"],
    ["person", "people"],
    ["life", "lives"],
    ["wife", "wives"],
    ["foot", "feet"],
    ["tooth", "teeth"],
  ];

  const form = document.querySelector("[data-search]");
  const input = form.elements.q;
  const onPage = form.hasAttribute("data-search-page");
  const home = new URL(".", form.action); // the folder of the index, wherever the site lies
  const site = new URL("..", home);

  // --- Words -------------------------------------------------------------------------------------------------------------

  const SHORT = /^[^aeiou][aeiou][^aeiouwxy]$/;
  const SHORT_WITH_E = /^[^aeiou][aeiou][^aeiouwxy]e$/; // keeps it: care is not car, sides are not SIDS
  const MARKS = /[\u0300-\u036f'’]/g;
  const TOKEN = /[\p{L}\p{N}\u0300-\u036f'’]+/gu;
  const COMPOUND = new RegExp(`${TOKEN.source}(?:[-\u2010\u2011]${TOKEN.source})*`, "gu"); // as co-sleeping, or a single word

  /** Returns the words of a text as the index has them: small letters without accents, no apostrophes. */
  const split = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  /** Returns what a word has in common with its plural and its other forms: bruise, bruises, bruised and bruising share "bruis". */
  const stem = (word) => {
    let root = word;
    if (/[^aeiou]ies$/.test(root) && root.length > 4) root = `${root.slice(0, -3)}y`;
    else if (/(?:ss|x|z|ch|sh)es$/.test(root)) root = root.slice(0, -2);
    else if (root.length > 3 && /[^sui]s$/.test(root)) root = root.slice(0, -1);
    const [, before, ending] = root.match(/^(.*[aeiouy].*)(ing|ed)$/) ?? [];
    if (ending && before.length >= 3 && !(ending === "ed" && before.endsWith("e"))) {
      root = before.length > 3 ? before.replace(/([bdfgmnprt])\1$/, "$1") : before; // planning, plan
      if (SHORT.test(root) && before.length === 3) root += "e"; // caring, care: of car it would be carring
      if (root.length > 6) root = root.replace(/ll$/, "l"); // counselling, counsel
      if (ending === "ed") root = root.replace(/i$/, "y"); // worried, worry
    }
    return root.length > 3 && !SHORT_WITH_E.test(root) ? root.replace(/e$/, "") : root;
  };

  /** Returns what all words with a stem begin with: it may have a last y or e that they have not, as in babies and caring. */
  const beginning = (root) => root.replace(SHORT_WITH_E.test(root) ? /e$/ : /y$/, "");

  /** Returns the words that are looked up for one that was typed. */
  const forms = (word) => [word, ...PAIRS.filter((pair) => pair.includes(word)).map(([one, other]) => (one === word ? other : one))];

  /** Returns how near a word of the index is to one that was asked for: 1 the same, 0 another. */
  const nearness = (asked, word, growing) => {
    if (word === asked) return 1;
    if (stem(word) === stem(asked)) return 0.9;
    return growing && asked.length >= GROWS_FROM && word.startsWith(asked) ? 0.5 : 0;
  };

  /** Returns the terms of a query: what each looks up, and whether the word may still be growing under the reader's fingers. */
  const termsOf = (query) => {
    const words = split(query);
    const growing = /[\p{L}\p{N}]$/u.test(query) ? words[words.length - 1] : "";
    const telling = words.filter((word) => !SMALL.has(word));
    return [...new Set(telling.length ? telling : words)]
      .slice(0, MOST_TERMS)
      .map((word) => ({ word, forms: forms(word), growing: word === growing, pages: new Map() }));
  };

  const fits = (term, word) => term.forms.some((asked) => nearness(asked, word, term.growing) > 0);

  // --- The index -----------------------------------------------------------------------------------------------------------

  const loading = new Map();
  const arrivals = new Map();

  window.sevenminuteSearch = (name, data) => arrivals.get(name)?.(data);

  /** Fetches a part of the index, once. */
  const load = (name, folder) => {
    if (!loading.has(name)) {
      const arrived = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        arrivals.set(name, (data) => {
          resolve(data);
          script.remove();
        });
        script.onerror = () => {
          loading.delete(name); // to be tried again with the next key press
          script.remove();
          reject(new Error(`${script.src} could not be loaded`));
        };
        script.src = new URL(`${folder ? `${folder}/` : ""}${name}.js`, home).href;
        document.head.append(script);
      });
      loading.set(name, arrived);
    }
    return loading.get(name);
  };

  const lists = new Map();

  /** Returns the lines of the index between two words; each line is a word and its pages. */
  const linesBetween = async (index, from, to) => {
    const after = index.words.findIndex((word) => word > from);
    const first = Math.max(0, (after === -1 ? index.words.length : after) - 1);
    const numbers = [];
    for (let number = first; number < index.words.length && index.words[number] <= to; number += 1) numbers.push(number);
    const texts = await Promise.all(numbers.map((number) => load(`words-${number}`, index.version)));
    return texts.flatMap((text, place) => {
      const number = numbers[place];
      if (!lists.has(number)) lists.set(number, text.split("\n").map((line) => [line.slice(0, line.indexOf(" ")), line]));
      return lists.get(number);
    });
  };

  /** Adds the pages of one line of the index to those of a term, each with what it is worth. */
  const addPages = (term, line, near) => {
    let page = -1;
    for (const token of line.split(" ").slice(1)) {
      const [step, weight = "1"] = token.split(":");
      page += parseInt(step, 36);
      term.pages.set(page, Math.max(term.pages.get(page) ?? 0, near * Number(weight)));
    }
  };

  /** Looks up a term. A word that is nowhere else as it stands is taken for the beginning of longer ones. */
  const lookUp = async (index, term) => {
    const found = [];
    for (const asked of term.forms) {
      const from = asked.length < GROWS_FROM ? asked : beginning(stem(asked));
      const lines = await linesBetween(index, from, asked.length < GROWS_FROM ? asked : `${from}\uffff`);
      found.push([asked, lines]);
    }
    const add = () => {
      for (const [asked, lines] of found) {
        for (const [word, line] of lines) {
          const near = nearness(asked, word, term.growing);
          if (near) addPages(term, line, near);
        }
      }
    };
    add();
    if (!term.pages.size && !term.growing) {
      term.growing = true;
      add();
    }
  };

  /** Returns the pages that have all terms, best first; when there is none, those that have some. */
  const rank = (index, terms) => {
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

  /** Returns the number of changes, at most `most`, that make one word of another: a letter more, less, other or swapped. */
  const changes = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, place) => place)];
    for (let row = 1; row <= one.length; row += 1) {
      const next = [row];
      for (let column = 1; column <= other.length; column += 1) {
        const same = one[row - 1] === other[column - 1] ? 0 : 1;
        next[column] = Math.min(next[column - 1] + 1, last[column] + 1, last[column - 1] + same);
        if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
          next[column] = Math.min(next[column], before[column - 2] + 1);
        }
      }
      [before, last] = [last, next];
      if (Math.min(...next) > most) return most + 1;
    }
    return last[other.length];
  };

  /** Returns the query with the nearest known word for each that is nowhere, or null when there is none near. */
  const suggest = async (index, query, terms) => {
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

  /** Returns the titles, places and texts of pages. */
  const read = async (index, pages) => {
    const starts = index.parts.reduce((found, size) => [...found, found[found.length - 1] + size], [0]);
    return Promise.all(
      pages.map(async (page) => {
        const part = starts.findIndex((start) => start > page) - 1;
        const [url, title, kind, places] = (await load(`pages-${part}`, index.version))[page - starts[part]];
        return { url, title, kind, places: places.map(([anchor, number, heading, text]) => ({ anchor, number, heading, text })) };
      }),
    );
  };

  // --- Extracts ------------------------------------------------------------------------------------------------------------

  /** Returns where in a text words stand that were asked for, each with the places of its terms. */
  const hitsIn = (text, terms) => {
    const hit = (written, start, words) => {
      const found = terms.filter((term) => words.some((word) => fits(term, word)));
      return found.length ? [{ start, end: start + written.length, terms: found }] : [];
    };
    return [...text.matchAll(COMPOUND)].flatMap(({ 0: whole, index }) => {
      const hits = [...whole.matchAll(TOKEN)].flatMap((part) => hit(part[0], index + part.index, split(part[0])));
      return hits.length ? hits : hit(whole, index, [split(whole).join("")]);
    });
  };

  /** Returns the places of a page that have what was asked for, best first; the top of the page stands for its title too. */
  const rankPlaces = (page, terms) => {
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

  /** Returns the part of a text to show: from where most of what was asked for stands, beginning with a sentence if one is near. */
  const windowOf = (text, hits) => {
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

  // --- What is shown -------------------------------------------------------------------------------------------------------

  const element = (name, attributes = {}, ...children) => {
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

  const extract = ({ text, hits }) => {
    const [start, end] = windowOf(text, hits);
    const shown = marked(text, hits, start, end);
    return element("p", { class: "search__extract" }, start ? "… " : "", ...shown, end < text.length ? " …" : "");
  };

  const addressOf = (page, place) => new URL(place.anchor ? `${page.url}#${place.anchor}` : page.url, site).href;
  const nameOf = (place) => (place.number ? `Panel ${place.number}: ${place.heading}` : place.heading);

  const result = (page, terms) => {
    const [best, ...others] = rankPlaces(page, terms);
    const title = element("span", { class: "search__title" }, ...marked(page.title, hitsIn(page.title, terms)));
    const link = element("a", { class: "search__link", href: addressOf(page, best) }, title);
    const where = best.anchor ? nameOf(best) : page.kind;
    if (where) link.append(" ", element("span", { class: "search__where" }, ...marked(where, hitsIn(where, terms))));
    const item = element("li", { class: "search__result" }, link, extract(best));
    const more = others.filter((place) => place.anchor && place.count === best.count).slice(0, MORE_PLACES);
    if (more.length) {
      const links = more.map((place) => element("li", {}, element("a", { href: addressOf(page, place) }, nameOf(place))));
      item.append(element("p", { class: "search__also" }, "Also in:"), element("ul", { class: "search__places" }, ...links));
    }
    return item;
  };

  /** Returns a query no longer than its field takes, of whole words if it has any: an address may say as much as it likes. */
  const cut = (text) => {
    const most = input.maxLength;
    const asked = text.trim();
    if (asked.length <= most) return asked;
    return asked.slice(0, most + 1).replace(/\s\S*$/, "").slice(0, most).replace(/[\ud800-\udbff]$/, "").trim();
  };

  const addressFor = (query) => {
    const address = new URL(form.action);
    if (query) address.searchParams.set("q", query);
    return address.href;
  };

  const count = element("p", { class: "search__count", "aria-hidden": "true" });
  const status = element("p", { class: "visually-hidden", role: "status" });
  const near = element("p", { class: "search__near", hidden: "" });
  const list = element("ol", { class: "search__list" });
  const further = onPage
    ? element("button", { class: "button search__further", type: "button", hidden: "" }, `Show ${MANY} more`)
    : element("a", { class: "search__further", hidden: "" });
  const results = element("div", { class: "search__results", role: "region", "aria-label": "Search results" }, count, near, list, further);
  results.hidden = true;
  form.after(results, status);

  let asked = 0; // the number of the query that is being answered: an older answer that comes late is dropped
  let query = "";
  let silence = 0;

  /** Shows how many results there are, and has it read out once the reader pauses, not with each letter. */
  const say = (said, also = "") => {
    count.textContent = said;
    clearTimeout(silence);
    silence = setTimeout(() => {
      status.textContent = said + also;
    }, SILENCE);
  };

  const sentence = ({ pages, partial }, terms) => {
    if (!pages.length) return "Nothing found. Try another word, or fewer.";
    const counted = pages.length === 1 ? "1 result" : `${pages.length} results`;
    return partial && terms.length > 1 ? `Nothing has all of these words. ${counted} with some of them.` : counted;
  };

  const offer = (better) => {
    near.hidden = !better;
    near.replaceChildren();
    if (better) near.append("Did you mean ", element("a", { href: addressFor(better) }, better), "?");
  };

  const showList = (pages, terms, found) => {
    list.replaceChildren(...pages.map((page) => result(page, terms)));
    further.hidden = found.pages.length <= pages.length;
    if (!onPage && !further.hidden) {
      further.href = addressFor(query);
      further.textContent = `All ${found.pages.length} results`;
    }
    results.hidden = false;
  };

  const clear = () => {
    results.hidden = true;
    say("");
  };

  /** Answers what stands in the field with the first results, as many as wanted; while it is typed, its end may be missing. */
  const answer = async (wanted, typing = false) => {
    query = cut(input.value);
    const mine = (asked += 1);
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
      showList(pages, terms, found);
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

  // --- Keys, pointer, address ----------------------------------------------------------------------------------------------

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
})();
