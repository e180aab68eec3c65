// Comfort for 一括入力: rows save themselves, keys move between them, and a block of Excel cells can be pasted.
"use strict";

(() => {
  const REST = 3000;
  const RETRY = 10000;
  const form = document.querySelector("form[data-grid]");
  if (!form) return;

  const address = form.getAttribute("action");
  const columns = form.dataset.cells.split(" ");
  const MARKS = /-(?:version|mark|current|seen)$/;
  const CONTROLS = "input[name], select[name], textarea[name]";
  const states = new Map();
  // One request at a time: the rows of a section are few, and the server writes one after the other anyway.
  let line = Promise.resolve();
  let waiting = 0;
  let leaving = false;

  const find = (selector) => document.querySelector(selector);
  const zen = (number) => String(number).replace(/\d/g, (digit) => "０１２３４５６７８９"[digit]);
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const keyOf = (row) => row.dataset.row;
  const rows = () => [...form.querySelectorAll("[data-row]")];
  const isOpen = (row) => row.classList.contains("entry");
  const numberOf = (row) => row.querySelector(".code").textContent;
  const controlsOf = (row) => [...row.querySelectorAll(CONTROLS)];
  const isShown = (control) => control.offsetParent !== null;

  const typed = (row) => {
    const fields = {};
    for (const control of controlsOf(row)) {
      if (MARKS.test(control.name)) continue;
      if (control.type === "checkbox" && !control.checked) continue;
      fields[control.name] = control.value;
    }
    return fields;
  };
  const stateOf = (row) => {
    if (!states.has(keyOf(row))) states.set(keyOf(row), { saved: typed(row), timer: 0, stopped: false });
    return states.get(keyOf(row));
  };
  const say = (row, text) => {
    row.querySelector("[data-saved]").textContent = text;
  };

  // What could not be saved survives on this machine; a full or forbidden storage must not break typing.
  const place = (row) => `grid:${form.dataset.person}:${window.location.pathname}:${keyOf(row)}`;
  const remember = (row) => {
    try {
      localStorage.setItem(place(row), JSON.stringify({ at: Date.now(), fields: typed(row) }));
    } catch {
      say(row, "この端末には入力を残せません。こまめに「下書きを全て保存」を押してください。");
    }
  };
  const forget = (row) => {
    try {
      localStorage.removeItem(place(row));
    } catch {
      // Nothing was kept, so nothing is left to forget.
    }
  };
  const recall = (row) => {
    try {
      return JSON.parse(localStorage.getItem(place(row)) || "null");
    } catch {
      return null;
    }
  };

  const unfold = (control) => {
    const folded = control.closest("details");
    if (folded) folded.open = true;
  };
  const showErrors = (row, errors) => {
    for (const space of row.querySelectorAll("[data-error]")) {
      const name = space.dataset.error;
      const control = controlsOf(row).find((each) => each.name === name);
      space.replaceChildren();
      if (control) control.removeAttribute("aria-invalid");
      if (!(name in errors)) continue;
      const text = document.createElement("p");
      text.className = "error";
      text.textContent = `＊${errors[name]}`;
      space.append(text);
      if (!control) continue;
      control.setAttribute("aria-invalid", "true");
      unfold(control);
    }
  };
  const count = (answer) => {
    for (const each of document.querySelectorAll("[data-counter]")) each.textContent = answer.counter;
    const rest = form.querySelector("[data-untold]");
    if (!rest) return;
    rest.hidden = answer.untold === 0;
    rest.querySelector("[data-untold-count]").textContent = zen(answer.untold);
  };

  const post = async (row, verb) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("action", `${verb}:${keyOf(row)}`);
    for (const control of controlsOf(row)) {
      if (control.type !== "checkbox" || control.checked) body.set(control.name, control.value);
    }
    return fetch(address, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
  };
  // Whatever keeps from saving is said in the row; true means that there is an answer to go on with.
  const isAnswer = async (row, response) => {
    const state = stateOf(row);
    if (response.ok) return true;
    if (response.status === 409) {
      const answer = await response.json();
      state.stopped = true;
      say(
        row,
        answer.conflict
          ? `${answer.message}「下書きを全て保存」を押すと、両方を見比べて選べます。`
          : `${answer.message}入力はこの画面に残っています。`,
      );
    } else if (response.status === 401) {
      state.stopped = true;
      say(row, "ログインの期限が切れました。「下書きを全て保存」を押すと、入力を保ったままログインできます。");
    } else {
      say(row, "保存できませんでした。入力はこの端末に残っています。「下書きを全て保存」を押してください。");
    }
    return false;
  };

  const accept = (row, answer, sent) => {
    const state = stateOf(row);
    const told = { "-version": answer.version, "-current": answer.version, "-mark": answer.mark };
    for (const control of controlsOf(row)) {
      const mark = MARKS.exec(control.name);
      if (mark && mark[0] in told) control.value = told[mark[0]];
    }
    state.saved = sent;
    showErrors(row, answer.errors);
    row.querySelector("[data-chip]").innerHTML = answer.chip;
    const again = row.querySelector('[value^="same:"]');
    if (again && answer.version > 0) again.hidden = true;
    count(answer);
    say(row, answer.saved);
    if (same(sent, typed(row))) forget(row);
    else plan(row, REST);
  };

  const save = async (row) => {
    const state = stateOf(row);
    const sent = typed(row);
    if (state.stopped || !row.isConnected || same(sent, state.saved)) return;
    let response;
    try {
      response = await post(row, "save");
    } catch {
      say(row, "通信が切れていて保存できません。入力はこの端末に残し、つながると自動で保存します。");
      plan(row, RETRY);
      return;
    }
    if (await isAnswer(row, response)) accept(row, await response.json(), sent);
  };
  const queue = (job) => {
    waiting += 1;
    const done = () => {
      waiting -= 1;
    };
    line = line.then(job).then(done, done);
  };
  const plan = (row, wait) => {
    const state = stateOf(row);
    window.clearTimeout(state.timer);
    if (!state.stopped && !leaving) {
      state.timer = window.setTimeout(() => queue(() => save(row)), wait);
    }
  };

  // A row's own button: the row comes back redrawn, and the focus goes on to the next one that waits.
  const perform = async (row, verb) => {
    window.clearTimeout(stateOf(row).timer);
    let response;
    try {
      response = await post(row, verb);
    } catch {
      say(row, "通信が切れています。入力はこの端末に残しました。つながってから、もう一度押してください。");
      return;
    }
    if (!(await isAnswer(row, response))) return;
    const answer = await response.json();
    if (answer.next) {
      leaving = true;
      forget(row);
      window.location.assign(answer.next);
      return;
    }
    replace(row, answer);
  };
  const replace = (row, answer) => {
    const box = document.createElement("template");
    box.innerHTML = answer.row;
    const fresh = box.content.querySelector("[data-row]");
    if (answer.done) forget(row);
    states.delete(keyOf(row));
    row.replaceWith(fresh);
    stateOf(fresh);
    count(answer);
    const invalid = fresh.querySelector('[aria-invalid="true"]');
    const after = rows().slice(rows().indexOf(fresh) + 1).find(isOpen);
    const first = after && controlsOf(after).find(isShown);
    (invalid || (!isOpen(fresh) && first) || fresh).focus();
  };

  const changed = (row) => {
    remember(row);
    plan(row, REST);
  };
  const rowOf = (element) => {
    const row = element.closest("[data-row]");
    return row && isOpen(row) ? row : null;
  };
  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row) changed(row);
  });
  form.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    changed(row);
    const chosen = event.target.selectedOptions && event.target.selectedOptions[0];
    if (chosen && ("reason" in chosen.dataset || chosen.value === "done")) {
      row.querySelector("details.grow__texts").open = true;
    }
  });
  form.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    const field = take && document.getElementById(take.dataset.into);
    if (field) {
      event.preventDefault();
      if (!field.value) {
        field.value = take.dataset.take;
        changed(rowOf(field));
      }
      field.focus();
      return;
    }
    const deed = event.target.closest("[data-deed]");
    if (!deed) return;
    event.preventDefault();
    const row = deed.closest("[data-row]");
    queue(() => perform(row, deed.value.split(":")[0]));
  });
  window.addEventListener("online", () => {
    for (const row of rows().filter(isOpen)) plan(row, 0);
  });
  // A save on its way would make the version of a submitted form stale: let it arrive first.
  form.addEventListener("submit", (event) => {
    leaving = true;
    for (const state of states.values()) window.clearTimeout(state.timer);
    if (!waiting) return;
    event.preventDefault();
    const button = event.submitter;
    line.then(() => window.setTimeout(() => form.requestSubmit(button), 0));
  });

  const cellOf = (row, column) => row.querySelector(`[data-col="${column}"]`);
  const inside = (cell) => cell.querySelector("input, select, textarea");
  const move = (cell, step) => {
    const all = rows();
    let at = all.indexOf(cell.closest("[data-row]")) + step;
    for (; all[at]; at += step) {
      const next = cellOf(all[at], cell.dataset.col);
      if (!next) continue;
      unfold(next);
      const control = inside(next);
      if (!isShown(control)) continue;
      control.focus();
      if (control.select) control.select();
      return;
    }
  };
  const fold = (target) => {
    const texts = target.closest("details.grow__texts[open]");
    if (!texts) return false;
    texts.open = false;
    texts.querySelector("summary").focus();
    return true;
  };
  form.addEventListener("keydown", (event) => {
    // Keys that an input method uses to convert Japanese are none of ours.
    if (event.isComposing || event.keyCode === 229) return;
    const { target, key } = event;
    const cell = target.closest("[data-col]");
    const isLine = target.matches("input:not([type=checkbox], [type=hidden])");
    const hasOwnArrows = !isLine || target.type === "date";
    if (key === "Escape" && fold(target)) event.preventDefault();
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const row = rowOf(target);
      const button = row && row.querySelector('[data-deed][value^="submit:"]');
      if (button) button.click();
      event.preventDefault();
    } else if (key === "Enter" && isLine) {
      event.preventDefault();
      if (cell) move(cell, 1);
    } else if ((key === "ArrowDown" || key === "ArrowUp") && cell) {
      if (hasOwnArrows && !event.ctrlKey) return;
      event.preventDefault();
      move(cell, key === "ArrowDown" ? 1 : -1);
    }
  });

  // Excel writes cells with tabs between, rows with line ends between, and quotes cells that hold one of these.
  const parse = (text) => {
    const found = [];
    let cells = [];
    let at = 0;
    while (at < text.length) {
      let cell = "";
      if (text[at] === '"') {
        at += 1;
        while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) {
          cell += text[at];
          at += text[at] === '"' ? 2 : 1;
        }
        at += 1;
      }
      while (at < text.length && !"\t\r\n".includes(text[at])) {
        cell += text[at];
        at += 1;
      }
      cells.push(cell.replace(/\r\n?/g, "\n"));
      if (text[at] === "\t") {
        at += 1;
        if (at < text.length) continue;
        cells.push("");
      } else if (text[at] === "\r" && text[at + 1] === "\n") at += 2;
      else at += 1;
      found.push(cells);
      cells = [];
    }
    return found;
  };
  const plain = (text) => text.normalize("NFKC").replace(/\s/g, "");
  const NUMBER = /^[+\-−▲△]?\d[\d,]*(?:\.\d+)?\D{0,8}$/;
  const ERAS = { R: 2018, 令和: 2018, H: 1988, 平成: 1988 };
  const dayIn = (text) => {
    const found = /^(R|令和|H|平成)?(\d+|元)[./年-](\d{1,2})[./月-](\d{1,2})日?$/.exec(plain(text));
    if (!found) return "";
    const year = (ERAS[found[1]] || 0) + (found[2] === "元" ? 1 : Number(found[2]));
    const day = `${year}-${found[3].padStart(2, "0")}-${found[4].padStart(2, "0")}`;
    return Number.isNaN(Date.parse(day)) || year < 1900 ? "" : day;
  };
  // Returns the value a control would take, or null with the reason.
  const fitting = (control, text) => {
    if (control.tagName === "SELECT") {
      const option = [...control.options].find((each) => plain(each.text) === plain(text));
      return option ? [option.value] : [null, `「${text}」は選択肢にありません`];
    }
    if (control.type === "date") {
      const day = dayIn(text);
      return day ? [day] : [null, `「${text}」は日付として読めません`];
    }
    if (control.inputMode === "decimal") {
      return NUMBER.test(plain(text)) ? [plain(text)] : [null, `「${text}」は数字ではありません`];
    }
    return [text];
  };
  const labelOf = (cell) => cell.querySelector("label").firstChild.textContent;

  let undo = [];
  const box = find("[data-pasted]");
  const put = (control, value) => {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const fill = (block, start) => {
    const all = rows();
    const top = all.indexOf(start.closest("[data-row]"));
    const left = [];
    const done = [];
    const edge = columns.indexOf(start.dataset.col);
    block.forEach((cells, down) => {
      const row = all[top + down];
      if (!cells.some((text) => text.trim())) return;
      if (!row) left.push(`${zen(down + 1)}行目：入れる行がありません`);
      else if (!isOpen(row)) left.push(`${numberOf(row)}：提出済などのため、変えられません`);
      else cells.forEach((text, across) => one(row, columns[edge + across], text, done, left));
    });
    return { done, left };
  };
  const one = (row, column, text, done, left) => {
    if (!text.trim()) return;
    const cell = column && cellOf(row, column);
    if (!cell) {
      left.push(`${numberOf(row)}：「${text}」を入れる欄がありません`);
      return;
    }
    const control = inside(cell);
    const [value, why] = fitting(control, text);
    if (value === null) left.push(`${numberOf(row)} ${labelOf(cell)}：${why}`);
    else if (value !== control.value) done.push({ row, cell, control, value, before: control.value });
  };
  const clean = () => {
    for (const cell of form.querySelectorAll("[data-pasted]")) cell.removeAttribute("data-pasted");
  };
  const tell = (words, left) => {
    box.hidden = false;
    box.querySelector("[data-pasted-text]").textContent = words;
    const list = left.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    });
    box.querySelector("[data-pasted-left]").replaceChildren(...list);
    box.querySelector("[data-undo]").hidden = undo.length === 0;
  };
  const paste = (block, start) => {
    const { done, left } = fill(block, start);
    clean();
    undo = done;
    for (const { cell, control, value } of done) {
      put(control, value);
      unfold(control);
      cell.setAttribute("data-pasted", "");
    }
    const rest = left.length ? `入らなかったセルが${zen(left.length)}つあります。` : "";
    tell(`${zen(done.length)}つの欄に貼り付けました。${rest}`, left);
  };
  const isBlock = (text, html, control) => {
    if (text.includes("\t")) return true;
    const many = /\n[^]/.test(text.trimEnd());
    if (control.tagName === "SELECT") return true;
    return many && (control.tagName !== "TEXTAREA" || /<table/i.test(html));
  };
  form.addEventListener("paste", (event) => {
    const cell = event.target.closest("[data-col]");
    const text = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    if (!cell || !cell.dataset.col || !rowOf(cell) || !text) return;
    if (!isBlock(text, html, inside(cell))) return;
    event.preventDefault();
    paste(parse(text), cell);
  });
  box.querySelector("[data-undo]").addEventListener("click", () => {
    for (const { control, before } of undo.filter((each) => each.control.isConnected)) put(control, before);
    const first = undo[0];
    undo = [];
    clean();
    tell("貼り付けを元に戻しました。", []);
    if (first) first.control.focus();
  });

  const restore = (row, fields) => {
    for (const control of controlsOf(row)) {
      if (MARKS.test(control.name)) continue;
      const value = fields[control.name];
      if (control.type === "checkbox") control.checked = value !== undefined;
      else if (value !== undefined) control.value = value;
    }
    changed(row);
  };
  const offer = () => {
    const lost = [];
    for (const row of rows()) {
      const kept = recall(row);
      if (kept && isOpen(row) && !same(kept.fields, typed(row))) lost.push([row, kept]);
      else forget(row);
    }
    if (!lost.length) return;
    const note = find("[data-kept]");
    const newest = Math.max(...lost.map(([, kept]) => kept.at));
    note.querySelector("[data-kept-at]").textContent = new Date(newest).toLocaleString("ja-JP", {
      month: "long",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
    });
    note.querySelector("[data-kept-rows]").textContent = lost.map(([row]) => numberOf(row)).join("、");
    note.hidden = false;
    note.querySelector("[data-restore]").addEventListener("click", () => {
      for (const [row, kept] of lost) restore(row, kept.fields);
      note.hidden = true;
    });
    note.querySelector("[data-discard]").addEventListener("click", () => {
      for (const [row] of lost) forget(row);
      note.hidden = true;
    });
  };

  for (const row of rows().filter(isOpen)) stateOf(row);
  const help = find("[data-keys]");
  if (help) help.hidden = false;
  const summary = document.getElementById("errors");
  if (summary) summary.focus();
  offer();
})();
