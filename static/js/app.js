/* Small helps on top of pages that work without them. Every behaviour is asked for by a data attribute. */
(() => {
  "use strict";

  const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const unsaved = new Set();
  const behaviours = [];
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

  /* Confirmation: <form data-confirm="…">, or <button data-confirm="…"> for that button alone; the words come from the page. */
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
    const words = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (words && !form.dataset.confirmed) {
      event.preventDefault();
      if (asking) return;
      const button = event.submitter;
      asking = ask(words, button ? button.textContent.trim() : "Đồng ý");
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
    const content = event.target.closest("a.skip") && document.getElementById("page");
    if (content) {
      // The address stays without “#page”: the answer to a form sent from there would put the focus on the whole page.
      event.preventDefault();
      content.scrollIntoView();
      content.focus();
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
    for (const [selector, act] of behaviours) all(selector).forEach(act);
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
    prepare(document.body);
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  });
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && prepare(event.detail.elt));

  /* What the other scripts of every page share. */
  window.desk = { $$, say, make, unsaved, prepare, each: (selector, act) => behaviours.push([selector, act]) };
})();
