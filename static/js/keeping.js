/* Nothing typed is lost: words stay in this browser while they are written, are saved as they are typed where the page can,
   and are offered again after a lost connection, a closed tab or an ended session: to the same account alone, for a week.
   Kept are the POST forms with a text box of several lines and those with data-warn or data-autosave. What stands inside
   data-secret, passwords and files are never kept. */
(() => {
  "use strict";

  const { $$, make, unsaved, each, prepare } = window.desk;
  const user = document.body.dataset.user;
  const mine = `nhap:${user}:`;
  const WEEK = 7 * 24 * 3600 * 1000;
  const OFFLINE = "Mất kết nối mạng nên chưa gửi được. Nội dung vẫn còn trên trang này; có mạng thì bấm gửi lại.";
  const OFFLINE_KEPT = "Mất kết nối mạng nên chưa gửi được. Nội dung vẫn còn trên trang này và được giữ trong máy này; có mạng thì bấm gửi lại.";
  const BROKEN = "Kết nối bị ngắt nên chưa gửi được. Tệp đã chọn và nội dung đã nhập vẫn còn trên trang này; có mạng thì bấm gửi lại.";
  const tended = new Map();

  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1];
  const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
  const two = { hour: "2-digit", minute: "2-digit", hour12: false };
  const clock = (moment = new Date()) => moment.toLocaleTimeString("vi-VN", two);
  const day = (moment) => [moment.getDate(), moment.getMonth() + 1].map((part) => String(part).padStart(2, "0")).join("/") + `/${moment.getFullYear()}`;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, entry) {
    for (;;) {
      try {
        localStorage.setItem(key, JSON.stringify(entry));
        return true;
      } catch {
        const others = keys("nhap:").filter((other) => other !== key);
        if (!others.length) return false;
        localStorage.removeItem(others.sort((one, other) => read(one).at - read(other).at)[0]);
      }
    }
  }

  /* What a form holds: [name, text], or [name, value, chosen] for what is ticked or picked from several. */
  function words(form) {
    const found = [];
    for (const field of form.elements) {
      if (!field.name || /^(hidden|file|password|submit|button|reset|fieldset)$/.test(field.type) || field.closest("[data-secret]")) continue;
      if (field.type === "checkbox" || field.type === "radio") found.push([field.name, field.value, field.checked]);
      else if (field.type === "select-multiple") for (const option of field.options) found.push([field.name, option.value, option.selected]);
      else found.push([field.name, field.value]);
    }
    return found;
  }

  /* A word as it is compared with what the server stored, which trims it. */
  const told = (word) => JSON.stringify(word.map((part) => (typeof part === "string" ? part.replace(/\r\n?/g, "\n").trim() : part)));

  function replace(key, entry) {
    if (entry) write(key, entry);
    else localStorage.removeItem(key);
  }

  /* The hidden fields that say which state of the record the page showed. */
  const marks = (form) => $$("[type=hidden][name=version], [type=hidden][name=revision], [type=hidden][name=seen]", form);
  const marked = (form) => Object.fromEntries(marks(form).map((field) => [field.name, field.value]));

  /* Put kept words back, with rows that were added; the marks go along, so that a save over a newer one is noticed. */
  function restore(form, kept) {
    for (const [name] of kept.words) {
      const [, prefix, place] = name.match(/^(.+)-(\d+)-/) || [];
      const total = prefix && form.elements.namedItem(`${prefix}-TOTAL_FORMS`);
      const add = prefix && document.querySelector(`[data-add-row="${CSS.escape(prefix)}"]`);
      for (let most = 100; total && add && most && Number(total.value) <= Number(place); most -= 1) add.click();
    }
    const seen = {};
    for (const [name, value, chosen] of kept.words) {
      const fields = $$(`[name="${CSS.escape(name)}"]`, form);
      let field;
      if (chosen === undefined) {
        field = fields[(seen[name] = (seen[name] ?? -1) + 1)];
        if (!field || field.value === value) continue;
        field.value = value;
      } else {
        const choices = fields.flatMap((each) => (each.options ? Array.from(each.options) : [each]));
        const choice = choices.find((each) => each.value === value);
        if (!choice || (choice.selected ?? choice.checked) === chosen) continue;
        if (choice.matches("option")) choice.selected = chosen;
        else choice.checked = chosen;
        field = choice.closest("select") || choice;
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const field of marks(form)) field.value = kept.marks[field.name] ?? field.value;
  }

  /* Another sign-in in another tab gives another token: the form goes with the one that holds now, if it is the same person. */
  function freshen(form) {
    const field = form.querySelector("[name=csrfmiddlewaretoken]");
    const token = cookie("(?:__Host-)?csrftoken");
    if (field && token && user && localStorage.getItem("nguoi") === user) field.value = token;
  }

  function tend(form) {
    if (!user || form.hasAttribute("hx-post") || form.closest("[data-secret]")) return;
    if (!form.matches("[data-warn], [data-autosave]") && !form.querySelector("textarea")) return;
    const target = new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
    const key = `${mine}${target}:${form.getAttribute("id") || ""}`;
    const refused = Boolean(document.getElementById("error-summary"));
    let stored = JSON.stringify(words(form));
    let timer = null;
    let earlier;

    function keep(sent) {
      clearTimeout(timer);
      timer = null;
      const now = words(form);
      if (!refused && JSON.stringify(now) === stored) {
        if (!sent) replace(key, earlier);
        return true;
      }
      return write(key, { at: Date.now(), page: document.title.replace(/^Lỗi: /, ""), words: now, marks: marked(form), sent, earlier });
    }

    function changed() {
      if (!timer) timer = setTimeout(keep, 300);
    }

    /* The form goes out with a mark; the answer of the server that stored it brings the mark back in a cookie. */
    function send() {
      const mark = Math.random().toString(36).slice(2);
      form.querySelector("[name=_sent]")?.remove();
      form.append(make("input", { type: "hidden", name: "_sent", value: mark }));
      keep(mark);
    }

    function settle() {
      stored = JSON.stringify(words(form));
      keep();
    }

    const self = { keep, send, settle, flush: () => timer && keep() };
    tended.set(form, self);
    for (const kind of ["input", "change", "rows-changed"]) form.addEventListener(kind, changed);
    if (form.dataset.autosave) autosave(form, self);

    /* What was kept stands by, beside whatever is typed now, until it is taken or given up, or the page shows just that;
       fields that came since, like a box that asks for certainty, do not count. */
    function propose(kept) {
      earlier = kept;
      replace(key, kept);
      if (!kept) return;
      const names = new Set(kept.words.map(([name]) => name));
      const known = words(form).filter(([name]) => names.has(name));
      if (known.map(told).join() === kept.words.map(told).join()) propose(kept.earlier);
      else offer(form, kept, (taken) => {
        if (!taken) propose(kept.earlier);
        else earlier = kept.earlier;
        keep();
      });
    }

    const kept = read(key);
    if (kept && refused) {
      earlier = kept.earlier;
      keep();
    } else if (kept) {
      propose(kept);
    }
  }

  function offer(form, kept, answer) {
    const moment = new Date(kept.at);
    const now = words(form);
    const other = kept.words.find(([name, value, chosen], place) => chosen === undefined && value.trim() && value !== now[place]?.[1]);
    const box = make("div", {}, make("p", {}, `Máy này còn giữ phần chưa lưu, nhập lúc ${clock(moment)} ngày ${day(moment)}.`));
    if (other) box.append(make("p", { class: "hint" }, `“${other[1].trim().slice(0, 120)}${other[1].trim().length > 120 ? "…" : ""}”`));
    if (JSON.stringify(kept.marks) !== JSON.stringify(marked(form)))
      box.append(make("p", {}, "Sau đó nội dung này đã được lưu một bản mới hơn; khi lưu phần đang giữ, trang cho xem cả hai bản."));
    const take = make("button", { type: "button", class: "btn btn-sm btn-outline-secondary" }, "Dùng lại phần đang giữ");
    const drop = make("button", { type: "button", class: "btn btn-sm btn-link" }, "Bỏ đi");
    box.append(make("div", {}, take, " ", drop));
    const banner = make("div", { class: "notice tone-warning", role: "alert" }, box);
    const fold = form.closest("details");
    if (fold) fold.before(banner);
    else form.prepend(banner);
    take.addEventListener("click", () => {
      banner.remove();
      if (fold) fold.open = true;
      restore(form, kept);
      answer(true);
      form.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    });
    drop.addEventListener("click", () => {
      banner.remove();
      answer(false);
    });
  }

  /* Autosave: <form data-autosave="URL">. The server answers 2xx, perhaps {"saved_at": "14:05", "version": 3};
     409 with {"message": "…"} means that somebody else saved meanwhile. A field named version follows along. */
  function autosave(form, self) {
    const line = form.querySelector("[data-saved]") || form.appendChild(make("p", { "data-saved": "" }));
    line.classList.add("saved");
    line.setAttribute("role", "status");
    let [timer, running, done, again] = [null, null, null, false];

    function tell(text, wrong = false) {
      line.textContent = text;
      line.classList.toggle("is-wrong", wrong);
    }

    function put(reason) {
      tell(self.keep() ? `${reason} – đang giữ trong máy này` : `${reason} – hãy giữ trang này mở`, true);
    }

    async function save() {
      if (running) {
        again = true;
        return;
      }
      running = new Promise((resolve) => (done = resolve));
      freshen(form);
      const before = JSON.stringify(words(form));
      const body = new FormData(form);
      for (const [name, value] of Array.from(body.entries())) if (value instanceof File) body.delete(name);
      tell("Đang lưu…");
      try {
        const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
        const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers, redirect: "manual" });
        if (answer.type === "opaqueredirect") {
          put("Phiên làm việc đã hết");
          document.dispatchEvent(new Event("session-ended"));
          return;
        }
        const kind = answer.headers.get("Content-Type") || "";
        const facts = kind.includes("json") ? await answer.json() : {};
        if (answer.status === 409 || answer.status === 422 || answer.status === 400) {
          self.keep();
          tell(facts.message || "Chưa lưu được – đang giữ trong máy này", true);
          if (facts.url) line.append(" ", make("a", { href: facts.url }, "Xem lại"));
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        for (const field of marks(form)) if (field.name === "version" && facts.version !== undefined) field.value = facts.version;
        if (JSON.stringify(words(form)) === before) {
          unsaved.delete(form);
          self.settle();
        } else {
          self.keep();
        }
        tell(`Đã lưu lúc ${facts.saved_at || clock()}`);
      } catch {
        put("Chưa lưu được");
        clearTimeout(timer);
        timer = setTimeout(save, 15000);
      } finally {
        running = null;
        done();
        if (again) {
          again = false;
          timer = setTimeout(save);
        }
      }
    }

    function changed() {
      unsaved.add(form);
      clearTimeout(timer);
      timer = setTimeout(save, 1200);
    }

    /* Nothing more is saved beside a form that goes out, which waits for what is under way, or meets itself as another. */
    self.hush = () => (clearTimeout(timer), (again = false), running);
    for (const kind of ["input", "change", "rows-changed"]) form.addEventListener(kind, changed);
    form.addEventListener("submit", self.hush);
    window.addEventListener("online", () => unsaved.has(form) && save());
  }

  /* Say beside the buttons what became of sending. */
  function tell(form, text, tone) {
    form.querySelector("[data-told]")?.remove();
    if (!text) return;
    const line = make("p", { class: `notice tone-${tone}`, role: tone === "info" ? "status" : "alert", "data-told": "" }, text);
    const buttons = $$(".form-actions", form).pop();
    if (buttons) buttons.before(line);
    else form.append(line);
  }

  function hold(event, form) {
    event.preventDefault();
    event.stopImmediatePropagation();
    delete form?.dataset.confirmed;
  }

  /* Files are sent from the page, which stays as it is if the connection breaks; the server names the page that follows. */
  async function sendFiles(form, button) {
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    const buttons = $$("button:not([type=button]):not(:disabled)", form);
    form.dataset.sent = "yes";
    buttons.forEach((each) => (each.disabled = true));
    tell(form, "Đang gửi tệp…", "info");
    try {
      const target = new URL(form.getAttribute("action") || location.href, location.href);
      const answer = await fetch(target, { method: "POST", body, headers: { "X-Redirect": "tell" } });
      if (answer.status >= 500) throw new Error(String(answer.status));
      unsaved.delete(form);
      if (answer.headers.get("X-Location")) {
        const next = new URL(answer.headers.get("X-Location"), location.href);
        const same = next.pathname + next.search === location.pathname + location.search;
        history.replaceState(null, "", same ? next : location.href);
        if (same) location.reload();
        else location.assign(next);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("page");
      if (!page) throw new Error(String(answer.status));
      document.getElementById("page").replaceWith(page);
      prepare(page);
      window.htmx?.process(page);
      document.getElementById("error-summary")?.focus();
    } catch {
      delete form.dataset.sent;
      buttons.forEach((each) => (each.disabled = false));
      if (tended.has(form)) unsaved.add(form);
      tell(form, BROKEN, "danger");
      button?.focus();
    }
  }

  document.addEventListener(
    "submit",
    (event) => {
      const [form, button] = [event.target, event.submitter];
      if (form.getAttribute("method") !== "post" || form.dataset.sent || form.hasAttribute("hx-post")) return;
      if (form.hasAttribute("data-sign-out")) return leave(form);
      if (!navigator.onLine) {
        hold(event, form);
        tell(form, tended.get(form)?.keep() ? OFFLINE_KEPT : OFFLINE, "danger");
        return;
      }
      tell(form, "");
      if ((button?.dataset.confirm || form.dataset.confirm) && !form.dataset.confirmed) return;
      const saving = !form.dataset.waited && tended.get(form)?.hush?.();
      if (saving) {
        hold(event);
        Promise.race([saving, new Promise((resolve) => setTimeout(resolve, 10000))]).then(() => {
          tended.get(form).hush();
          form.dataset.waited = "yes";
          form.requestSubmit(button);
          delete form.dataset.waited;
        });
        return;
      }
      freshen(form);
      if (!button?.hasAttribute("formaction")) tended.get(form)?.send();
      if ($$("input[type=file]", form).some((field) => field.files.length)) {
        hold(event, form);
        sendFiles(form, button);
      }
    },
    true,
  );

  /* Whoever signs out leaves no words behind on this computer, and is told so before. */
  function leave(form) {
    tended.forEach((each) => each.flush());
    const left = keys(mine);
    delete form.dataset.confirm;
    if (left.length && !form.dataset.confirmed) {
      const pages = [...new Set(left.map((key) => read(key)?.page).filter(Boolean))].map((page) => `“${page}”`).join(", ");
      form.dataset.confirm = `Máy này còn giữ nội dung chưa lưu ở ${pages || `${left.length} trang`}. Đăng xuất thì nội dung đó bị bỏ; muốn dùng tiếp thì mở lại trang ấy và lưu trước.`;
      return;
    }
    left.forEach((key) => localStorage.removeItem(key));
    unsaved.clear();
    tended.clear();
  }

  const flush = () => tended.forEach((each) => each.flush());
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());

  /* What the server has stored may go, unless the page that followed says that the act was refused. */
  function forgetStored() {
    const mark = cookie("da-luu");
    if (!mark) return;
    document.cookie = "da-luu=; path=/; max-age=0; samesite=lax";
    if (document.querySelector("#error-summary, .messages [role=alert]")) return;
    for (const key of keys(mine)) if (read(key)?.sent === mark) replace(key, read(key).earlier);
  }

  if (user) {
    localStorage.setItem("nguoi", user);
    forgetStored();
  }
  keys("nhap:").filter((key) => !(read(key)?.at > Date.now() - WEEK)).forEach((key) => localStorage.removeItem(key));
  each("form[method=post]", tend);
})();
