/*
 * The entries: their words are read once, from the page.
 */
import { stem } from "../words/words.js";
import { entries } from "./page.js";
import { ENDINGS, bare, digits, wordsOf } from "./words.js";

const BETWEEN = "|"; // stands between several audiences, topics or publishers of an entry
const SLICE = 200; // entries that are read at a time

export const vocabulary = new Set(); // the words of all entries

/** Reads the text of one entry; its host and its telephone numbers, as digits, are words of it too. */
const read = (entry) => {
  const texts = [...entry.element.querySelectorAll("[data-words]")].map((part) => part.textContent);
  const numbers = [...entry.element.querySelectorAll(".resource-entry__main a[href^='tel:']")];
  const link = entry.element.querySelector(".resource-entry__title a");
  entry.address = link ? bare(link.href) : "";
  const host = wordsOf(entry.address.split("/")[0]).filter((word) => !ENDINGS.has(word));
  const words = [...wordsOf(texts.join(" ")), ...host, ...numbers.map((number) => digits(number.getAttribute("href").slice(4)))];
  for (const word of words) vocabulary.add(word);
  entry.words = ` ${words.join(" ")}`;
  entry.stems = ` ${words.map(stem).join(" ")} `;
  const { kind, publisher, audience, topic } = entry.element.dataset;
  const several = { publisher: publisher.split(BETWEEN), audience: audience.split(BETWEEN), topic: topic.split(BETWEEN) };
  Object.assign(entry, { kind, ...several });
};

/** Reads all entries, a slice at a time, before the first key press if there is time. */
export const readAll = async () => {
  for (let place = 0; place < entries.length; place += SLICE) {
    entries.slice(place, place + SLICE).forEach(read);
    await new Promise((resolve) => setTimeout(resolve));
  }
};
