/*
 * Words: what is typed and what stands in an entry, in the form in which they are compared.
 */

// Words that say nothing of a resource: "that leaflet for parents about bruises" asks for three things.
export const SMALL = new Set(
  "a about all an and any are at by can for from have how i in is it me my of on one or our that the their there this to us was we what when where which who with you your".split(" "),
);

const plain = (text) => text.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();
// "1,001 days" and "1001 days" are the same.
export const split = (text) => plain(text).replace(/(\d),(?=\d{3}(?!\d))/g, "$1").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
// "bruise", "bruises" and "bruising" have one stem, and "baby" and "babies"; "police" and "policy" have not.
export const stem = (word) => word.replace(/ies$/, "y").replace(/^(.{3,}?)(?:ing|ed|es|s|e)$/, "$1");

export const digits = (number) => number.replace(/^(?:\+|00)44/, "0").replace(/\D/g, "");
export const bare = (address) => plain(address).replace(/^https?:\/\/|^www\./g, "").replace(/^www\.|[/.,;]+$/g, "");
export const ENDINGS = new Set(["www", "org", "uk", "com", "co", "net", "info"]); // of names of hosts: they say nothing
