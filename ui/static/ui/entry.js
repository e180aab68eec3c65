// Comfort for the entry page: it saves itself, and what could not be saved survives on this machine.
"use strict";

(() => {
  const REST = 3000;
  const RETRY = 10000;
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const note = form.querySelector("[data-saved]");
  // The buttons are called "action" too, which hides the form's own property.
  const address = form.getAttribute("action");
  const key = `entry:${form.dataset.person}:${address}`;
  const own = new Set(["csrfmiddlewaretoken", "version", "action", "seen", "word"]);
  let timer = 0;
  let saving = null;
  let stopped = false;

  const typed = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!own.has(name)) fields[name] = value;
    return fields;
  };
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  let saved = typed();

  // A full or forbidden storage must not break typing.
  const say = (text) => {
    note.textContent = text;
  };
  const remember = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: typed() }));
    } catch {
      say("この端末には入力を残せません。こまめに「下書きを保存」を押してください。");
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept, so nothing is left to forget.
    }
  };
  const recall = () => {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  };

  const showErrors = (errors) => {
    for (const place of form.querySelectorAll("[data-error]")) {
      const name = place.dataset.error;
      place.replaceChildren();
      const control = form.elements[name];
      const isOne = control instanceof HTMLElement;
      if (isOne) control.removeAttribute("aria-invalid");
      if (!(name in errors)) continue;
      const line = document.createElement("p");
      line.className = "error";
      line.textContent = `＊${errors[name]}`;
      place.append(line);
      if (isOne) control.setAttribute("aria-invalid", "true");
    }
  };

  const redraw = (pieces) => {
    for (const [name, html] of Object.entries(pieces)) {
      const place = form.querySelector(`[data-piece="${name}"]`);
      if (place && !place.contains(document.activeElement)) place.innerHTML = html;
    }
  };

  const accept = async (response, sent) => {
    const answer = await response.json();
    if (response.status === 409) {
      stopped = true;
      say(
        answer.conflict
          ? `${answer.message}「下書きを保存」を押すと、両方を見比べて選べます。`
          : `${answer.message}入力はこの画面に残っています。`,
      );
      return;
    }
    form.elements.version.value = answer.version;
    for (const other of document.querySelectorAll('form.same input[name="version"]')) {
      other.value = answer.version;
    }
    saved = sent;
    showErrors(answer.errors);
    redraw(answer.pieces);
    say(answer.saved);
    if (same(sent, typed())) forget();
    else plan(REST);
  };

  const send = async () => {
    const sent = typed();
    const body = new FormData(form);
    body.set("action", "save");
    let response;
    try {
      response = await fetch(address, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
      });
    } catch {
      say("通信が切れていて保存できません。入力はこの端末に残し、つながると自動で保存します。");
      plan(RETRY);
      return;
    }
    if (response.ok || response.status === 409) {
      await accept(response, sent);
    } else if (response.status === 401) {
      stopped = true;
      say("ログインの期限が切れました。「下書きを保存」を押すと、入力を保ったままログインできます。");
    } else {
      say("保存できませんでした。入力はこの端末に残っています。「下書きを保存」を押してください。");
    }
  };

  const save = async () => {
    if (stopped || same(typed(), saved)) return;
    if (saving) return;
    saving = send();
    await saving;
    saving = null;
  };
  const plan = (wait) => {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(save, wait);
  };

  const changed = () => {
    remember();
    plan(REST);
  };
  // What a list counts goes into its empty field at once; the saving follows by itself.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field || stopped) return;
    event.preventDefault();
    if (!field.value) {
      field.value = button.dataset.take;
      changed();
    }
    field.focus();
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("online", () => plan(0));

  // A save on its way would make the version of a submitted form stale: let it arrive first.
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    stopped = true;
    if (!saving) return;
    event.preventDefault();
    const button = event.submitter;
    saving.finally(() => form.requestSubmit(button));
  });

  const offer = () => {
    const kept = recall();
    if (!kept || same(kept.fields, typed())) {
      forget();
      return;
    }
    const box = document.querySelector("[data-kept]");
    box.querySelector("[data-kept-at]").textContent = new Date(kept.at).toLocaleString("ja-JP", {
      month: "long",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
    });
    box.hidden = false;
    box.querySelector("[data-restore]").addEventListener("click", () => {
      restore(kept.fields);
      box.hidden = true;
      changed();
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      forget();
      box.hidden = true;
    });
  };

  const restore = (fields) => {
    for (const control of form.elements) {
      if (!control.name || own.has(control.name)) continue;
      const value = fields[control.name];
      if (control.type === "checkbox") control.checked = value !== undefined;
      else if (control.type === "radio") control.checked = value === control.value;
      else if (value !== undefined) control.value = value;
    }
  };

  const summary = document.getElementById("errors");
  if (summary) summary.focus();
  offer();
})();
