/*
 * The quick exit: its links, Shift pressed three times, and the site's other tabs. Without it, the links are plain links. The
 * listeners are the window's, so that a link works wherever it stands. The build puts the settings in.
 */
(() => {
  "use strict";

  const guard = self.quickExit;
  if (!guard || guard.ready) return; // the page's policy did not let the guard run, or this script runs twice
  guard.ready = true;

  const set = SETTINGS;
  const { FLAG } = guard;
  const root = document.documentElement;
  // The site's own place on its host: two folders above this script. Its keys in storage begin with it.
  const base = new URL("../..", document.currentScript.src).pathname;
  const SIGNAL = `${FLAG}:${base}`;

  /** Does a step, and says nothing if it fails. */
  const safely = (step) => {
    try {
      step();
    } catch (e) {}
  };

  const make = (tag, name = "") => Object.assign(document.createElement(tag), { className: name });
  const icons = () => [...document.querySelectorAll("link[rel~=icon]")];
  const listen = (names, listener) =>
    names.split(" ").forEach((name) => addEventListener(name, listener, { capture: true, passive: listener !== follow }));

  // --- Leaving -----------------------------------------------------------------------------------------------------------

  let kept = null; // what the page needs to be shown again, once it is left

  /** Puts an empty page in the place of this one, in the colours of the browser's own. */
  const blank = () => {
    const body = make("body", "quick-exit-blank");
    const alert = make("div");
    alert.setAttribute("role", "alert");
    body.appendChild(make("main")).appendChild(alert);
    kept.body = root.replaceChild(body, document.body);
    root.style.background = "Canvas";
    root.style.color = "CanvasText";
    setTimeout(() => {
      if (set.loading) alert.appendChild(make("h1")).textContent = set.loading;
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

  /** Takes the site's emblem off the tab. */
  const unmark = () => icons().forEach((icon) => (icon.href = "data:,"));

  const flag = () => {
    if (!set.bounce) return;
    sessionStorage.setItem(FLAG, 1);
    // for tabs that leave together, a mark of all; a browser that refuses it has set the first
    if (set.tabs && location.protocol === "file:") localStorage.setItem(FLAG, 1);
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
    kept = { title: document.title, icons: icons().map((icon) => [icon, icon.href]) };
    [reset, blank, unmark, flag, clear].forEach(safely);
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

  /** Adds what tells of the shortcut, now that it works: words and lights on the button, and what screen readers say. */
  const equip = () => {
    const button = document.querySelector(".quick-exit");
    if (!button) return null;
    const hint = make("span", "quick-exit__hint");
    const lights = make("span", "quick-exit__lights");
    const status = make("span", "quick-exit__status visually-hidden");
    hint.id = "quick-exit-hint";
    lights.setAttribute("aria-hidden", "true");
    lights.append(...Array.from({ length: TAPS }, () => make("i")));
    status.setAttribute("role", "status");
    hint.append(`${set.hint} `, lights);
    button.after(hint, status);
    button.setAttribute("aria-describedby", hint.id);
    return status;
  };

  const show = (words) => {
    const status = set.shortcut && (document.querySelector(".quick-exit__status") || equip());
    if (!status) return;
    status.parentElement.dataset.taps = taps;
    status.textContent = words || "";
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

  /** Something happens while Shift is down: it is no press of Shift alone. */
  const spoil = () => {
    down = {};
  };

  /** Another key, a click or a touch: what was counted was no wish to leave. */
  const disturb = () => {
    spoil();
    if (taps) expire();
  };

  const press = (event) => {
    if (other(event)) disturb();
    else if (!event.repeat) down[event.code] = true;
  };

  const release = (event) => {
    if (other(event)) spoil();
    if (!down[event.code]) return;
    delete down[event.code];
    clearTimeout(timer);
    taps += 1;
    if (taps === TAPS) {
      leaveEverywhere();
      return;
    }
    show(taps === 1 ? set.two : set.one);
    timer = setTimeout(expire, set.shortcut + GRACE);
  };

  if (set.shortcut) {
    listen("keydown", press);
    listen("keyup", release);
    listen("pointerdown mousedown touchstart", disturb);
    listen("pointerup mouseup touchend wheel", spoil); // what is let go began before Shift did
    listen("blur popstate", (event) => {
      if (event.target === self) reset();
    });
    reset();
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
    if (event.persisted) (guard.flagged() ? unmark : restore)();
  });
  // A page that Firefox kept reads the tab's storage as it was when it was kept, without the flag. This keeps it from keeping.
  if (set.bounce && "mozInnerScreenX" in self) addEventListener("unload", () => {});
  safely(open);
})();
