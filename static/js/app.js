/* Small helps on top of pages that work without them. Every behaviour is asked for by a data attribute. */
(() => {
  "use strict";

  const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const unsaved = new Set();
  let asking = null;

  function say(words) {
    const live = document.getElementById("live");
    if (live) live.textContent = words;
  }

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function clock(moment = new Date()) {
    return moment.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  /* Confirmation: <form data-confirm="…">; the words come from the page. */
  function ask(words, label) {
    return new Promise((resolve) => {
      const yes = make("button", { class: "btn btn-primary", value: "yes" }, label);
      const no = make("button", { class: "btn btn-outline-secondary", value: "" }, "Quay lại");
      const form = make("form", { method: "dialog", class: "form-actions" }, no, yes);
      const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title" });
      dialog.append(make("h2", { id: "ask-title" }, "Xác nhận"), make("p", {}, words), form);
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
      no.focus();
    });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      if (asking) return;
      const button = event.submitter;
      asking = ask(form.dataset.confirm, button ? button.textContent.trim() : "Đồng ý");
      const agreed = await asking;
      asking = null;
      if (agreed) {
        form.dataset.confirmed = "yes";
        form.requestSubmit(button);
      } else if (button) {
        button.focus();
      }
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    unsaved.delete(form);
    if (form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-again")) return;
    form.dataset.sent = "yes";
    setTimeout(() => $$("button:not([type=button])", form).forEach((button) => (button.disabled = true)));
  });

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    $$("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      delete form.dataset.confirmed;
      $$("button:disabled", form).forEach((button) => (button.disabled = false));
    });
  });

  /* Leaving with unsaved changes: <form data-warn> and every autosaved form. */
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  /* Autosave: <form data-autosave="URL">. The server answers 2xx, perhaps {"saved_at": "14:05", "version": 3};
     409 with {"message": "…"} means that somebody else saved meanwhile. A field named version follows along. */
  function autosave(form) {
    const key = `nhap:${location.pathname}:${form.id || form.dataset.autosave}`;
    const line = form.querySelector("[data-saved]") || form.appendChild(make("p", { "data-saved": "" }));
    line.classList.add("saved");
    line.setAttribute("role", "status");
    let timer = null;
    let running = false;
    let again = false;

    function tell(words, wrong = false) {
      line.textContent = words;
      line.classList.toggle("is-wrong", wrong);
    }

    function words() {
      const values = [];
      for (const field of form.elements) {
        if (!field.name || field.type === "hidden" || field.type === "file" || field.type === "password") continue;
        if (field.type === "checkbox" || field.type === "radio") {
          values.push([field.name, field.value, field.checked]);
        } else if (field.tagName !== "BUTTON") {
          values.push([field.name, field.value]);
        }
      }
      return values;
    }

    function keep() {
      try {
        localStorage.setItem(key, JSON.stringify({ at: clock(), day: new Date().toLocaleDateString("vi-VN"), words: words() }));
        return true;
      } catch {
        return false;
      }
    }

    async function save() {
      if (running) {
        again = true;
        return;
      }
      running = true;
      const before = JSON.stringify(words());
      const body = new FormData(form);
      for (const [name, value] of Array.from(body.entries())) if (value instanceof File) body.delete(name);
      tell("Đang lưu…");
      try {
        const token = form.querySelector("[name=csrfmiddlewaretoken]");
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": token ? token.value : "", "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
          redirect: "error",
        });
        const kind = answer.headers.get("Content-Type") || "";
        const facts = kind.includes("json") ? await answer.json() : {};
        if (answer.status === 409 || answer.status === 422 || answer.status === 400) {
          keep();
          tell(facts.message || "Chưa lưu được – đang giữ trong máy này", true);
          if (facts.url) line.append(" ", make("a", { href: facts.url }, "Xem lại"));
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        if (facts.version !== undefined && form.elements.version) form.elements.version.value = facts.version;
        if (JSON.stringify(words()) === before) {
          unsaved.delete(form);
          localStorage.removeItem(key);
        }
        tell(`Đã lưu lúc ${facts.saved_at || clock()}`);
      } catch {
        tell(keep() ? "Chưa lưu được – đang giữ trong máy này" : "Chưa lưu được – hãy giữ trang này mở", true);
        clearTimeout(timer);
        timer = setTimeout(save, 15000);
      } finally {
        running = false;
        if (again) {
          again = false;
          save();
        }
      }
    }

    function changed() {
      unsaved.add(form);
      keep();
      clearTimeout(timer);
      timer = setTimeout(save, 1200);
    }

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("rows-changed", changed);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keep();
      sessionStorage.setItem("nhap-gui", key);
    });
    window.addEventListener("online", () => unsaved.has(form) && save());

    offer();

    function offer() {
      const kept = JSON.parse(localStorage.getItem(key) || "null");
      if (!kept) return;
      const now = JSON.stringify(words());
      if (JSON.stringify(kept.words) === now) {
        localStorage.removeItem(key);
        return;
      }
      const take = make("button", { type: "button", class: "btn btn-sm btn-outline-secondary" }, "Dùng lại phần đang giữ");
      const drop = make("button", { type: "button", class: "btn btn-sm btn-link" }, "Bỏ đi");
      const box = make("div", {}, make("p", {}, `Máy này còn giữ phần chưa lưu, nhập lúc ${kept.at} ngày ${kept.day}.`), take, " ", drop);
      const banner = make("div", { class: "notice tone-warning", role: "alert" }, box);
      form.prepend(banner);
      take.addEventListener("click", () => {
        const seen = {};
        for (const [name, value, checked] of kept.words) {
          const fields = $$(`[name="${CSS.escape(name)}"]`, form);
          if (checked === undefined) {
            const field = fields[(seen[name] = (seen[name] ?? -1) + 1)];
            if (field) field.value = value;
          } else {
            fields.filter((field) => field.value === value).forEach((field) => (field.checked = checked));
          }
        }
        banner.remove();
        changed();
      });
      drop.addEventListener("click", () => {
        localStorage.removeItem(key);
        banner.remove();
      });
    }
  }

  /* A form that was sent and did not come back with errors has been saved: its kept words may go. */
  function forgetSent() {
    const key = sessionStorage.getItem("nhap-gui");
    if (!key) return;
    sessionStorage.removeItem("nhap-gui");
    if (!document.getElementById("error-summary") && !document.querySelector(".messages [role=alert]")) localStorage.removeItem(key);
  }

  /* Rows of a formset: <button data-add-row="prefix"> beside <template data-row="prefix"> and [data-rows="prefix"]. */
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    if (add) {
      const prefix = add.dataset.addRow;
      const total = document.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
      const sheet = document.querySelector(`template[data-row="${prefix}"]`);
      const rows = document.querySelector(`[data-rows="${prefix}"]`);
      if (!total || !sheet || !rows) return;
      const holder = document.createElement("div");
      holder.innerHTML = sheet.innerHTML.replaceAll("__prefix__", total.value);
      total.value = Number(total.value) + 1;
      const added = Array.from(holder.children);
      rows.append(...added);
      added.forEach(prepare);
      const first = added[0] && added[0].querySelector("input:not([type=hidden]), select, textarea");
      if (first) first.focus();
      say("Đã thêm một dòng.");
      add.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));
    }
    const error = event.target.closest(".error-summary a[href^='#']");
    if (error) {
      const field = document.getElementById(error.hash.slice(1));
      if (field) {
        event.preventDefault();
        field.scrollIntoView({ block: "center" });
        (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") || field).focus();
      }
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  /* Characters left: <textarea data-count maxlength="2000">. */
  function counter(field) {
    const most = Number(field.getAttribute("maxlength"));
    const line = make("span", { class: "counter", "aria-hidden": "true" });
    field.after(line);
    const show = () => (line.textContent = most ? `${field.value.length}/${most} ký tự` : `${field.value.length} ký tự`);
    field.addEventListener("input", show);
    show();
  }

  /* Tables that become cards on a phone carry their column heads in each cell. */
  function stack(frame) {
    const table = frame.querySelector("table");
    const heads = $$("thead tr:last-child > *", table).map((cell) => cell.textContent.trim());
    const bodies = $$("tbody tr", table);
    if (!heads.length || bodies.some((row) => $$("[colspan], [rowspan]", row).length)) return;
    table.setAttribute("role", "table");
    $$("tr", table).forEach((row) => row.setAttribute("role", "row"));
    $$("thead th", table).forEach((cell) => cell.setAttribute("role", "columnheader"));
    bodies.forEach((row) =>
      Array.from(row.children).forEach((cell, place) => {
        cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
        if (cell.tagName !== "TD" || !heads[place] || cell.dataset.label) return;
        cell.dataset.label = heads[place];
        const inside = make("div", {}, ...cell.childNodes);
        cell.append(inside);
        cell.classList.toggle("is-blank", !inside.textContent.trim() && !inside.children.length);
      }),
    );
    frame.classList.add("is-stacked");
  }

  /* A frame that does not scroll needs no stop on the way of the Tab key. */
  function settle(frame) {
    if (frame.scrollWidth <= frame.clientWidth + 1) frame.removeAttribute("tabindex");
    else frame.setAttribute("tabindex", "0");
  }

  /* Called for each frame at once, when the window changes, and when a closed part of the page opens. */
  const frames = new ResizeObserver((changes) => changes.forEach((change) => settle(change.target.closest(".table-frame"))));

  function watch(frame) {
    frames.observe(frame);
    frames.observe(frame.querySelector("table"));
  }

  /* Filters lie open where there is room, also in browsers whose style alone cannot open them: <details data-fold>. */
  const roomy = window.matchMedia("(min-width: 768px)");
  roomy.addEventListener("change", () => $$("[data-fold]").forEach((fold) => (fold.open = roomy.matches)));

  /* Tabs lie in one line on a phone: the one that is open stands in its middle. */
  function bringIntoSight(tab) {
    const line = tab.closest("ul");
    line.scrollLeft = tab.offsetLeft - line.offsetLeft - (line.clientWidth - tab.offsetWidth) / 2;
  }

  function prepare(root) {
    const all = (selector) => (root.matches && root.matches(selector) ? [root] : []).concat($$(selector, root));
    all(".table-frame.may-stack").forEach(stack);
    all(".table-frame").forEach(watch);
    all("[data-count]").forEach(counter);
    all("form[data-autosave]").forEach(autosave);
    if (roomy.matches) all("[data-fold]").forEach((fold) => (fold.open = true));
    all(".tabs [aria-current]").forEach(bringIntoSight);
    all("[data-check-all]").forEach((box) => (box.hidden = false));
    all("form[data-warn]").forEach((form) => form.addEventListener("input", () => unsaved.add(form)));
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.act") && event.target.open) event.target.querySelector("textarea").focus();
  }, true);

  /* Ctrl+Enter in a form presses its button marked data-ctrl-enter. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("form");
    const button = form && form.querySelector("[data-ctrl-enter]:not([disabled])");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  /* Copying: <button type="button" data-copy="ID"> takes the text of a box; without this script it is marked by hand. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const box = button && document.getElementById(button.dataset.copy);
    if (!box) return;
    box.focus();
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      say("Đã sao chép.");
    } catch {
      say("Đã chọn hết văn bản, bấm Ctrl+C để sao chép.");
    }
  });

  /* One box marks every box of its table: <input type="checkbox" data-check-all>. */
  document.addEventListener("change", (event) => {
    const table = event.target.closest("table");
    if (!table || event.target.type !== "checkbox") return;
    const [all, boxes] = [table.querySelector("[data-check-all]"), $$("tbody [type=checkbox]", table)];
    if (!all) return;
    if (event.target === all) boxes.forEach((box) => (box.checked = all.checked));
    all.checked = boxes.every((box) => box.checked);
    all.indeterminate = !all.checked && boxes.some((box) => box.checked);
    say(`Đã chọn ${boxes.filter((box) => box.checked).length} mục.`);
  });

  /* The key / leads to the search box, unless somebody is typing: <input data-find>; on a phone by its link. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const box = $$("[data-find]").find((each) => each.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  document.addEventListener("DOMContentLoaded", () => {
    forgetSent();
    prepare(document.body);
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  });
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && prepare(event.detail.elt));
})();
