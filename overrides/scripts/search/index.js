/*
 * The index: its parts are scripts, which are added to the page when a query needs them, so that it works from a file share as
 * from a web server. hooks/sevenminute/search/index.py says what they hold.
 */
import { stem } from "../words/words.js";
import { home } from "./page.js";
import { GROWS_FROM, beginning, nearness } from "./terms.js";

const loading = new Map();
const arrivals = new Map();

window.sevenminuteSearch = (name, data) => arrivals.get(name)?.(data);

/** Fetches a part of the index, once. */
export const load = (name, folder) => {
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

/** Returns the last of the forms of a word of one or two letters: of GP GPs, and of one letter none. */
const plural = (word) => (word.length < 2 ? word : `${word}s`);

/** Looks up a term. A word that is nowhere else as it stands is taken for the beginning of longer ones. */
export const lookUp = async (index, term) => {
  const found = [];
  for (const asked of term.forms) {
    const from = asked.length < GROWS_FROM ? asked : beginning(stem(asked));
    found.push([asked, await linesBetween(index, from, asked.length < GROWS_FROM ? plural(asked) : `${from}\uffff`)]);
    if (!asked.startsWith(from)) found.push([asked, await linesBetween(index, asked, `${asked}\uffff`)]); // as dying, of die
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

/** Returns the titles, places and texts of pages. */
export const read = async (index, pages) => {
  const starts = [0];
  for (const size of index.parts) starts.push(starts[starts.length - 1] + size);
  return Promise.all(
    pages.map(async (page) => {
      const part = starts.findIndex((start) => start > page) - 1;
      const [url, title, kind, places, lang] = (await load(`pages-${part}`, index.version))[page - starts[part]];
      return { url, title, kind, lang, places: places.map(([anchor, number, heading, text]) => ({ anchor, number, heading, text })) };
    }),
  );
};
