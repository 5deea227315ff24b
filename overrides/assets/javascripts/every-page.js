/* What every page loads: it fetches the search once a reader turns to it, and closes the menu once the focus has left it. */
(() => {
  "use strict";

  const form = document.querySelector("[data-search]");
  const menu = document.getElementById("site-menu");

  const load = () => {
    const script = document.createElement("script");
    script.src = form.dataset.search;
    document.head.append(script);
  };

  if (form.hasAttribute("data-search-page") || form.contains(document.activeElement)) load();
  else form.addEventListener("focusin", load, { once: true });

  // Else the focus would go on behind it.
  if (menu.hidePopover) document.addEventListener("focusin", (event) => menu.contains(event.target) || menu.hidePopover());
})();
