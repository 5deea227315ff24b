/*
 * The guard of the quick exit. It stands in the head of every page, before anything that could be shown. After an exit, a
 * page of the visit that the Back button reaches leaves at once, unseen. Its settings are the data- attributes of its own
 * element, so that its bytes are the same on every page. They are few: every page carries them.
 */
(() => {
  "use strict";

  const { style } = document.documentElement;
  const set = document.currentScript.dataset;
  const FLAG = "quick-exit"; // in the storage of this tab: it was left by the exit
  let timer,
    tries = 0;

  const flagged = () => {
    try {
      return sessionStorage.getItem(FLAG);
    } catch (e) {} // storage is blocked
  };

  const hide = () => (style.display = "none"); // waits for no style sheet

  /** Takes the page's name and emblem off the tab. */
  const disguise = () => {
    document.title = set.title;
    document.querySelectorAll("link[rel~=icon]").forEach((icon) => (icon.href = "data:,"));
  };

  /**
   * Leaves in place of this entry of the history. Tries again while nothing answers, each time with twice the patience. A
   * frame takes the whole window along; it goes alone if that is refused, aloud or by silence.
   */
  const go = () => {
    const address = tries > 1 && tries % 2 < 1 ? set.second : set.url;
    timer = setTimeout(go, (set.retry * 1000) << tries);
    try {
      (tries++ ? self : top).location.replace(address);
    } catch (e) {
      location.replace(address);
    }
  };

  const bounce = () => {
    hide();
    stop(); // what is not yet read of the page never will be
    disguise();
    go();
  };

  /** Shows a page again that the browser had kept. */
  const stay = () => {
    clearTimeout(timer);
    tries = 0;
    style.display = "";
  };

  addEventListener("pagehide", hide); // so that it is hidden when the browser takes it out again
  addEventListener("pageshow", (event) => event.persisted && (flagged() ? bounce : stay)());

  if (flagged()) {
    const { type } = performance.getEntriesByType("navigation")[0] || performance.navigation;
    if (/back|2/.test(type)) bounce();
    else sessionStorage.removeItem(FLAG); // opened on purpose
  }

  self.quickExit = { FLAG, flagged, disguise, go };
})();
