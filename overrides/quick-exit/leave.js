/*
 * The quick exit: its links, Shift pressed three times, and the site's other tabs. Without it, the links are plain links. The
 * listeners are the window's, so that a link works wherever it stands. Its settings are
 * the data- attributes of its own element.
 */
(() => {
  "use strict";

  const guard = self.quickExit;
  const set = document.currentScript.dataset;
  if (!guard || guard.ready) return; // the page's policy did not let the guard run, or this script runs twice
  guard.ready = true;

  const { FLAG } = guard;
  const root = document.documentElement;
  const base = new URL(set.base, location).pathname; // the site's own place on its host; its keys in storage begin with it
  const SIGNAL = `${FLAG}:${base}`;

  /** Does a step, and says nothing if it fails. */
  const safely = (step) => {
    try {
      step();
    } catch (e) {}
  };

  const find = (name) => document.querySelector(`[data-quick-exit${name}]`);
  const listen = (names, listener) =>
    names.split(" ").forEach((name) => addEventListener(name, listener, { capture: true, passive: listener !== follow }));

  // --- Leaving -----------------------------------------------------------------------------------------------------------

  let kept = null; // what the page needs to be shown again, once it is left

  /** Puts an empty page in the place of this one, in the colours of the browser's own. */
  const blank = () => {
    const body = document.createElement("body");
    const alert = document.createElement("div");
    body.className = "quick-exit-blank";
    alert.setAttribute("role", "alert");
    body.appendChild(document.createElement("main")).appendChild(alert);
    kept.body = root.replaceChild(body, document.body);
    root.style.background = "Canvas";
    root.style.color = "CanvasText";
    setTimeout(() => {
      if (set.loading) alert.appendChild(document.createElement("h1")).textContent = set.loading;
    }, 50); // screen readers say what changes, not what is there from the start
  };

  const restore = () => {
    if (!kept) return;
    if (kept.body) root.replaceChild(kept.body, document.body);
    root.style.background = root.style.color = "";
    document.title = kept.title;
    kept.icons.forEach(([icon, href]) => (icon.href = href));
    kept = null;
  };

  const flag = () => {
    if (set.bounce) sessionStorage.setItem(FLAG, 1);
  };

  /** Removes what this site keeps in the browser, and nothing that another site on the same host keeps. */
  const clear = () => {
    if (!set.clear) return;
    [() => localStorage, () => sessionStorage].forEach((storage) =>
      safely(() => {
        const store = storage();
        const own = Object.keys(store).filter((key) => key.startsWith(`${base}.`));
        own.forEach((key) => store.removeItem(key));
      }),
    );
    document.cookie.split("; ").forEach((cookie) => {
      document.cookie = `${cookie.split("=")[0]}=; max-age=0; path=${base}`;
    });
  };

  /** Leaves the site. Nothing that goes wrong on the way may keep the reader here. */
  const leave = () => {
    if (kept) return; // a second click may not stop what the first began
    const icons = [...document.querySelectorAll("link[rel~=icon]")].map((icon) => [icon, icon.href]);
    kept = { title: document.title, icons };
    [reset, blank, guard.disguise, flag, clear].forEach(safely);
    guard.go();
  };

  const leaveEverywhere = () => {
    safely(tell);
    leave();
  };

  const follow = (event) => {
    const link = event.target.closest && event.target.closest("[data-quick-exit]");
    const other = (event.type === "auxclick" && event.button !== 1) || (event.type === "keydown" && event.key !== " ");
    if (!link || other) return;
    event.preventDefault();
    leaveEverywhere();
  };

  listen("click auxclick keydown", follow);

  // --- The site's other tabs -----------------------------------------------------------------------------------------------

  let channel = null;

  const open = () => {
    if (channel || !set.tabs || !self.BroadcastChannel) return;
    channel = new BroadcastChannel(SIGNAL);
    channel.onmessage = leave;
  };

  const close = () => {
    if (channel) channel.close(); // a page with an open channel is not kept for the Back button
    channel = null;
  };

  const tell = () => {
    if (!set.tabs) return;
    if (channel) channel.postMessage(1);
    localStorage.setItem(SIGNAL, Date.now()); // for browsers without channels
    localStorage.removeItem(SIGNAL);
  };

  let since = Date.now(); // a page that the browser had kept hears late what was said meanwhile, and heeds none of it

  if (set.tabs) {
    listen("storage", (event) => {
      if (event.key === SIGNAL && event.newValue >= since) leave();
    });
  }

  // --- Shift, three times --------------------------------------------------------------------------------------------------

  const TAPS = 3;
  const GRACE = 250; // milliseconds: a press on the last stroke counts
  const SAID = 5000; // milliseconds after which the last message goes
  let taps = 0;
  let down = {}; // the Shift keys that went down, and nothing else since
  let timer;

  const show = (words) => {
    const box = find("-box");
    const status = find("-status");
    if (box) box.dataset.taps = taps;
    if (status) status.textContent = words || "";
  };

  const reset = () => {
    clearTimeout(timer);
    taps = 0;
    down = {};
    show();
  };

  const expire = () => {
    reset();
    show(set.expired);
    timer = setTimeout(show, SAID);
  };

  const other = (event) => event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing;

  /** Another key, a click or a touch: what was counted was no wish to leave. */
  const disturb = () => {
    down = {};
    if (taps) expire();
  };

  const press = (event) => {
    if (other(event)) disturb();
    else if (!event.repeat) down[event.code] = true;
  };

  const release = (event) => {
    const clean = down[event.code] && !other(event);
    delete down[event.code];
    if (!clean) return;
    clearTimeout(timer);
    taps += 1;
    if (taps === TAPS) {
      leaveEverywhere();
      return;
    }
    show(taps === 1 ? set.two : set.one);
    timer = setTimeout(expire, set.shortcut * 1000 + GRACE);
  };

  /** Tells of the shortcut, now that it works. */
  const ready = () => {
    const hint = find("-hint");
    reset();
    if (!hint) return;
    hint.hidden = false;
    find("-box").dataset.ready = "";
    find("=button").setAttribute("aria-describedby", hint.id);
  };

  if (set.shortcut) {
    listen("keydown", press);
    listen("keyup", release);
    listen("pointerdown mousedown touchstart", disturb);
    listen("wheel", () => (down = {}));
    listen("blur popstate", (event) => {
      if (event.target === self) reset();
    });
    ready();
  }

  // --- Pages that the browser keeps for the Back button --------------------------------------------------------------------

  listen("pagehide", () => {
    since = Infinity;
    close();
    reset();
  });
  listen("pageshow", (event) => {
    since = Date.now();
    safely(open);
    reset();
    if (event.persisted && !guard.flagged()) restore();
  });
  // A page that Firefox kept reads the tab's storage as it was when it was kept, without the flag. This keeps it from keeping.
  if (set.bounce && "mozInnerScreenX" in self) addEventListener("unload", () => {});
  safely(open);
})();
