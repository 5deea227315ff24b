/* All that a page loads of the search before its reader turns to it: what fetches the rest. */
(() => {
  "use strict";

  const form = document.querySelector("[data-search]");

  const load = () => {
    const script = document.createElement("script");
    script.src = form.dataset.search;
    document.head.append(script);
  };

  if (form.hasAttribute("data-search-page") || form.contains(document.activeElement)) load();
  else form.addEventListener("focusin", load, { once: true });
})();
