/* Puts a field's name where the pen stands: <button type="button" data-insert="{tên phong trào}" data-into="id_words">. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const box = button && document.getElementById(button.dataset.into);
    if (!box) return;
    box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
})();
