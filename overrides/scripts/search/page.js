/*
 * The search on this page: its form, and the addresses that belong to it, wherever the site lies.
 */

export const form = document.querySelector("[data-search]");
export const input = form.elements.q;
export const onPage = form.hasAttribute("data-search-page");
export const home = new URL(".", form.action); // the folder of the index, wherever the site lies
export const site = new URL("..", home);

/** Returns a query no longer than its field takes, of whole words if it has any: an address may say as much as it likes. */
export const cut = (text) => {
  const most = input.maxLength;
  const asked = text.trim();
  if (asked.length <= most) return asked;
  return asked.slice(0, most + 1).replace(/\s\S*$/, "").slice(0, most).replace(/[\ud800-\udbff]$/, "").trim();
};

export const addressFor = (query) => {
  const address = new URL(form.action);
  if (query) address.searchParams.set("q", query);
  return address.href;
};
