/*
 * The page of resources: its form, its groups of entries, and how it is shown on a wide screen.
 */

export const form = document.querySelector("[data-filter]");
export const WIDE = matchMedia("(min-width: 48rem)"); // there is room for all that can be chosen

export const find = (name) => document.querySelector(`[data-${name}]`);
export const more = form.querySelector("details");
export const index = document.querySelector(".resource-index");
export const fields = [...form.elements].filter((field) => field.name);
export const groups = [...index.querySelectorAll("[data-group]")].map((element, place) => ({
  element,
  jump: index.querySelectorAll("[data-jump]")[place],
  lists: [...element.querySelectorAll("[data-list]")].map((list) => ({
    element: list,
    entries: [...list.querySelectorAll("[data-entry]")].map((entry) => ({ element: entry, fits: true, shown: true })),
  })),
}));
export const entries = groups.flatMap((group) => group.lists.flatMap((list) => list.entries));

/** Returns what is chosen, by the name of its field; what is empty is left out. */
export const chosen = () => Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value));
