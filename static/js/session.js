/* The session is about to end: said ten minutes before on every page, and made longer by one button. Tabs share the time. */
(() => {
  "use strict";

  const { make, say, unsaved } = window.desk;
  const { user, session, served, sessionWarning, sessionExtend, signIn } = document.body.dataset;
  if (!user) return;
  const key = `phien:${user}`;
  let bar = null;
  let own = 0;
  let gone = null;

  function until(seconds) {
    own = Date.now() + Number(seconds) * 1000;
    localStorage.setItem(key, own);
  }

  const ends = () => Number(localStorage.getItem(key)) || own;

  function show(kind, text, button) {
    if (bar?.dataset.kind === kind) return;
    bar?.remove();
    const frame = { class: "session-bar no-print", "aria-label": "Phiên làm việc", "data-kind": kind };
    bar = make("section", frame, make("p", { role: "alert" }, text), button);
    document.body.append(bar);
  }

  function hide() {
    bar?.remove();
    bar = null;
  }

  function warn() {
    const more = make("button", { type: "button", class: "btn btn-primary" }, "Tiếp tục làm việc");
    more.addEventListener("click", () => extend(more));
    const clock = new Date(ends()).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
    show("soon", `Phiên làm việc sắp hết, vào lúc ${clock}. Bấm nút để làm tiếp mà không phải đăng nhập lại.`, more);
  }

  function over() {
    const back = make("a", { class: "btn btn-primary", href: `${signIn}?next=${encodeURIComponent(location.pathname + location.search)}` }, "Đăng nhập lại");
    back.addEventListener("click", () => unsaved.clear());
    show("over", "Phiên làm việc đã hết. Nội dung đang soạn được giữ trong máy này; đăng nhập lại bằng tài khoản của mình thì dùng tiếp được.", back);
  }

  async function extend(button) {
    button.disabled = true;
    const token = (document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/) || [])[1];
    try {
      const answer = await fetch(sessionExtend, { method: "POST", headers: { "X-CSRFToken": token || "" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") return over();
      if (!answer.ok) throw new Error(String(answer.status));
      until((await answer.json()).seconds);
      hide();
      say("Đã kéo dài phiên làm việc.");
    } catch {
      button.disabled = false;
      bar.firstChild.textContent = "Chưa kéo dài được phiên làm việc vì mất kết nối. Hãy bấm lại.";
    }
  }

  function look() {
    const left = ends() - Date.now();
    if (left <= 0 || ends() === gone) over();
    else if (left <= Number(sessionWarning) * 1000) warn();
    else hide();
  }

  /* The time that a page tells holds from when it was served: a page from the browser's memory, brought back by “Back”,
     tells of then, and another page may know better. */
  const last = Number(localStorage.getItem(`${key}:phat`)) || 0;
  if (Number(served) > last || !localStorage.getItem(key)) {
    until(session);
    localStorage.setItem(`${key}:phat`, served);
  }
  look();
  setInterval(look, 10000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("pageshow", look);
  document.addEventListener("session-ended", () => {
    gone = ends();
    over();
  });
})();
