/*
 * Shows the filter of the resources before anything is painted, so that nothing below moves when its script is there. What can
 * be chosen is open where there is room; folded on a telephone, so that what is found is in view.
 */
document.querySelectorAll("[data-filter], [data-found]").forEach((part) => (part.hidden = false));
document.querySelectorAll("[data-filter] details").forEach((more) => (more.open = matchMedia("(min-width: 48rem)").matches));
