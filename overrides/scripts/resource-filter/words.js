/*
 * What is read in an entry, and in what is typed, besides words: figures, telephone numbers and addresses.
 */
import { plain, split } from "../words/words.js";

// "1,001 days" and "1001 days" are the same.
export const wordsOf = (text) => split(text.replace(/(\d),(?=\d{3}(?!\d))/g, "$1"));
export const digits = (number) => number.replace(/^(?:\+|00)44/, "0").replace(/\D/g, "");
export const bare = (address) => plain(address).replace(/^https?:\/\/|^www\./g, "").replace(/^www\.|[/.,;]+$/g, "");
export const ENDINGS = new Set(["www", "org", "uk", "com", "co", "net", "info"]); // of names of hosts: they say nothing
