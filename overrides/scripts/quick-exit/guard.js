/*
 * The guard of the quick exit. It stands in the head of every page, before anything that could be shown. After an exit, a
 * page of the visit that the Back button reaches leaves at once, unseen. The build puts the settings in: its bytes are the same
 * on every page, so that one hash in a policy allows it. They are few, because every page carries them.
 */
{
  const [url, second, patience, title] = SETTINGS; // patience: milliseconds
  const { style } = document.documentElement;
  const FLAG = "quick-exit"; // in the storage of this tab: it was left by the exit
  // Chromium may lose what a tab keeps of files: there, all tabs share a second. On a host, that may be a neighbour's.
  const mark = (does) => [sessionStorage, /^f/.test(location) ? localStorage : sessionStorage].some((it) => it[does](FLAG));
  let timer,
    tries = 0;

  const flagged = () => {
    try {
      return mark("getItem");
    } catch (e) {} // storage is blocked
  };

  const hide = () => (style.display = "none"); // waits for no style sheet

  /**
   * Leaves in place of this entry of the history, under a neutral name. Tries again while nothing answers, each time with twice
   * the patience. A frame takes the whole window along; it goes alone if that is refused, aloud or by silence.
   */
  const go = () => {
    const address = tries > 1 && tries % 2 < 1 ? second : url;
    document.title = title;
    timer = setTimeout(go, patience << tries);
    try {
      (tries++ ? self : top).location.replace(address);
    } catch (e) {
      location.replace(address);
    }
  };

  const bounce = () => {
    hide();
    stop(); // what is not yet read of the page never will be
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

  self.quickExit = { FLAG, flagged, go };

  if (flagged()) {
    const { type } = performance.getEntriesByType("navigation")[0] || performance.navigation;
    if (/back|2/.test(type)) bounce();
    else mark("removeItem"); // opened on purpose
  }
}
