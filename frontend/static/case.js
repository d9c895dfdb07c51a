// Casework's own script: exit, idle, lock, reveal, dialogs, counts, shortcuts. Every page works without it.
(() => {
  "use strict";
  const body = document.body;
  const one = (selector, root = document) => root.querySelector(selector);
  const seconds = (name) => Number(body.dataset[name] || 0) * 1000;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("casework") : null;
  const tell = (word) => tabs && tabs.postMessage(word);
  const post = (url, fields) => fetch(url, { method: "POST", body: fields, keepalive: true, credentials: "same-origin" });
  const blank = () => { document.title = " "; body.replaceChildren(); };

  // Leave now: blank first, sign out in the background, and put a neutral site in this page's place.
  const exit = body.dataset.exit;
  const leaveForm = one("form[data-leave]");
  const leaveUrl = leaveForm && leaveForm.action;
  function leave(told) {
    blank();
    if (!told) { post(leaveUrl).catch(() => {}); tell("leave"); }
    location.replace(exit);
  }
  let shifts = [];
  function countShift(event) {
    if (event.key !== "Shift") { shifts = []; return; }
    if (event.repeat) return;
    shifts = shifts.filter((at) => event.timeStamp - at < 1500).concat(event.timeStamp);
    if (shifts.length >= 3) leave();
  }
  if (leaveForm) {
    document.addEventListener("submit", (event) => { // in the bar, and again in a dialog, which covers the bar
      if (event.target.matches("[data-leave]")) { event.preventDefault(); leave(); }
    });
    document.addEventListener("keydown", countShift, true);
  }

  // A page that comes out of the back-forward cache is asked for again: the session may have ended.
  addEventListener("pageshow", (event) => { if (event.persisted) { blank(); location.reload(); } });

  // Nobody there: blur, then lock. The wall clock counts, so a sleeping computer and a lost network lock too.
  const lockForm = one("form[data-lock]");
  const blurAfter = seconds("blur"), lockAfter = seconds("idle");
  let seen = Date.now(), pinged = Date.now(), locked = false;
  function away(yes) {
    body.classList.toggle("blurred", yes);
    const old = one(".away");
    if (yes && !old) { const cover = document.createElement("div"); cover.className = "away"; body.append(cover); }
    if (!yes && old) old.remove();
  }
  function present(event) {
    if (locked) return;
    if (event && Date.now() - seen > lockAfter) { lock(); return; }
    seen = Date.now();
    away(false);
    if (seen - pinged > 60000 && event) { pinged = seen; ping(); }
  }
  function ping() {
    tell("present");
    const fields = new FormData(lockForm);
    post(body.dataset.awake, fields).catch(() => {});
  }
  function lock(told) {
    if (locked) return;
    for (const form of drafts.keys()) post(form.dataset.draft, wordsOf(form)).catch(() => {});
    locked = true;
    if (!told) tell("lock");
    blank();
    lockForm.hidden = true;
    body.append(lockForm);
    lockForm.submit(); // a real navigation: the answer is the lock page, so it can't open again by failing
  }
  function tick() {
    const idle = Date.now() - seen;
    if (idle > lockAfter) lock(); else if (idle > blurAfter) away(true);
  }
  if (lockForm && lockAfter) {
    for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) {
      addEventListener(kind, present, { passive: true, capture: true });
    }
    addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
    lockForm.addEventListener("submit", (event) => { event.preventDefault(); lock(); });
    setInterval(tick, 1000);
  }
  if (tabs) tabs.onmessage = ({ data }) => {
    if (data === "leave") leave(true);
    if (data === "lock" && lockForm) lock(true);
    if (data === "present") present();
  };

  // What was revealed hides itself.
  function hideLater(root) {
    const shown = root.matches("[data-hide-after]") ? [root] : [...root.querySelectorAll("[data-hide-after]")];
    for (const secret of shown) {
      if (secret.dataset.until) continue;
      secret.dataset.until = Date.now() + Number(secret.dataset.hideAfter) * 1000;
    }
  }
  function hideNow() {
    for (const secret of document.querySelectorAll("[data-until]")) {
      if (Date.now() < Number(secret.dataset.until)) continue;
      const value = one(".secret-value", secret);
      value.textContent = value.dataset.masked;
      delete secret.dataset.until;
      delete secret.dataset.hideAfter;
    }
  }
  setInterval(hideNow, 1000);

  // Dialogs: a link with hx-target="#dialog" fills it; the same address is a page of its own.
  const dialog = one("#dialog");
  function dirty() { return dialog.dataset.dirty === "yes"; }
  if (dialog) {
    dialog.addEventListener("input", () => { dialog.dataset.dirty = "yes"; });
    dialog.addEventListener("close", () => { dialog.replaceChildren(); delete dialog.dataset.dirty; });
    dialog.addEventListener("click", (event) => { if (event.target === dialog && !dirty()) dialog.close(); });
  }

  // Character counts, written under long texts.
  function countLeft(hint) {
    const input = document.getElementById(hint.dataset.countFor);
    if (!input || !input.maxLength || hint.dataset.on) return;
    hint.dataset.on = "yes";
    hint.id = input.id + "_count";
    input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" "));
    const write = () => { hint.textContent = hint.dataset.words.replace("%s", input.maxLength - input.value.length); };
    input.addEventListener("input", write);
    write();
  }

  // Drafts: what is typed is kept on the server two seconds later, and tried again until that worked.
  const drafts = new Map();
  function keepLater(form, delay) {
    stopKeeping(form);
    drafts.set(form, { timer: setTimeout(() => keep(form), delay) });
  }
  function stopKeeping(form) {
    const draft = drafts.get(form);
    if (!draft) return;
    clearTimeout(draft.timer);
    if (draft.request) draft.request.abort();
    drafts.delete(form);
  }
  function wordsOf(form) {
    const fields = new FormData(form);
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
    fields.append("draft_at", new URL(form.action).pathname);
    return fields;
  }
  async function keep(form) {
    const state = one(".draft-state", form), request = new AbortController();
    if (locked || !form.isConnected || !state) return;
    drafts.set(form, { request });
    try {
      const sent = { method: "POST", body: wordsOf(form), credentials: "same-origin", signal: request.signal };
      const answer = await fetch(form.dataset.draft, sent);
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      state.textContent = state.dataset.saved.replace("%s", await answer.text());
      state.classList.remove("failed");
      if (drafts.get(form) && drafts.get(form).request === request) drafts.delete(form);
    } catch (error) {
      if (request.signal.aborted) return;
      state.textContent = state.dataset.failed;
      state.classList.add("failed");
      keepLater(form, 10000);
    }
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.draft) keepLater(form, 2000);
  });
  document.addEventListener("submit", (event) => stopKeeping(event.target), true);

  // One submission per form until its answer came. (A page left by "back" is loaded anew, so nothing stays stuck.)
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });

  // Fragments.
  function prepare(root) {
    hideLater(root);
    root.querySelectorAll("[data-count-for]").forEach(countLeft);
    const focus = one("[data-focus]", root);
    if (focus) focus.focus();
  }
  const failure = one("#failure");
  function failed(event) {
    const status = event.detail.ctx && event.detail.ctx.response && event.detail.ctx.response.status;
    if (failure && (!status || status >= 500)) failure.hidden = false;
  }
  document.addEventListener("htmx:error", failed);
  document.addEventListener("htmx:response:error", failed);
  document.addEventListener("htmx:before:request", () => { if (failure) failure.hidden = true; });
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail.ctx && event.detail.ctx.target;
    prepare(body);
    if (dialog && target === dialog && !dialog.open) dialog.showModal();
  });
  prepare(body);

  // Rows of tabs that don't fit begin with the current one in sight.
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.closest(".tabs"), at = tab.getBoundingClientRect(), all = row.getBoundingClientRect();
    row.scrollLeft += at.left + at.width / 2 - (all.left + all.width / 2);
  }

  // Menus close on Escape and on a click elsewhere; "/" and Ctrl+K go to Find; a digit presses its button.
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = one(".menu[open]");
      if (menu) { menu.open = false; one("summary", menu).focus(); }
    }
    const plain = !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
    const keyed = plain && /^[0-9]$/.test(event.key) && one(`[data-key="${event.key}"]`);
    if (keyed) keyed.click();
    const slash = event.key === "/" && plain;
    const find = one("#find");
    if (find && (slash || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k"))) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  });
})();
