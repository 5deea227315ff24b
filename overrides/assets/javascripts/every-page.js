/* What every page loads: it fetches the search once a reader turns to it, closes the menu once the focus has left it, and cuts
   what is pasted into a field. */
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

  // A browser would cut it in the middle of a word.
  document.addEventListener("paste", (event) => {
    const field = event.target;
    const pasted = event.clipboardData.getData("text/plain").trim().replace(/\s+/g, " ");
    const room = field.maxLength - field.value?.length + field.selectionEnd - field.selectionStart;
    if (!(field.maxLength > 0 && pasted.length > room)) return;
    event.preventDefault();
    const whole = pasted.slice(0, room + 1).replace(/\s\S*$/, "").slice(0, room).replace(/[\ud800-\udbff]$/, "");
    field.setRangeText(whole, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Else the focus would go on behind it.
  if (menu.hidePopover) document.addEventListener("focusin", (event) => menu.contains(event.target) || menu.hidePopover());
})();
