/* Moves the lines of a certificate's sheet: by the mouse, by the arrow keys, or by typed millimetres. */
(() => {
  "use strict";

  const STEP = 0.5;
  const LEAP = 5;
  const MM = 25.4 / 72;
  const stage = document.querySelector("[data-stage]");
  if (!stage) return;
  const page = stage.viewBox.baseVal;
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const number = (words) => {
    const value = Number(String(words).trim().replace(",", "."));
    return Number.isFinite(value) ? value : null;
  };
  const words = (value) => String(Math.round(value * 10) / 10).replace(".", ",");
  const say = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  function row(field) {
    const name = field.dataset.field;
    const input = (part) => document.getElementsByName(`${name}-${part}`)[0];
    return { input, value: (part) => (input(part) ? number(input(part).value) : null) };
  }

  /* Draw a line's room again from its measures. */
  function draw(field) {
    const { input, value } = row(field);
    const [x, y, width] = ["x", "y", "width"].map(value);
    field.toggleAttribute("display", !input("shown").checked);
    if (!input("shown").checked) field.setAttribute("display", "none");
    if (x === null || y === null || width === null || width <= 0) return;
    field.setAttribute("transform", `translate(${x} ${y})`);
    const rect = field.querySelector("rect");
    rect.setAttribute("width", width);
    const text = field.querySelector("text");
    if (!input("size")) {
      rect.setAttribute("height", width);
      const image = field.querySelector("image");
      if (image) for (const side of ["width", "height"]) image.setAttribute(side, width);
      return;
    }
    const [size, lines, pitch] = ["size", "lines", "pitch"].map(value);
    if (size === null || lines === null || pitch === null) return;
    const em = size * MM;
    rect.setAttribute("y", -0.9 * em);
    rect.setAttribute("height", 1.15 * em + (lines - 1) * pitch);
    const align = input("align").value;
    const anchor = { left: 0, center: width / 2, right: width }[align];
    text.setAttribute("font-size", em);
    text.setAttribute("x", anchor);
    text.setAttribute("text-anchor", { left: "start", center: "middle", right: "end" }[align]);
    const face = input("face").value;
    text.setAttribute("font-weight", face.includes("bold") ? "bold" : "normal");
    text.setAttribute("font-style", face.includes("italic") ? "italic" : "normal");
    for (const [place, line] of text.querySelectorAll("tspan").entries()) {
      line.setAttribute("x", anchor);
      line.setAttribute("dy", place ? pitch : 0);
    }
  }

  /* Put a line at a place, kept on the sheet, and write it into its boxes. */
  function put(field, x, y) {
    const { input, value } = row(field);
    const most = page.width - (value("width") || 0);
    const held = [Math.max(0, Math.min(x, most)), Math.max(0, Math.min(y, page.height))];
    input("x").value = words(held[0]);
    input("y").value = words(held[1]);
    input("x").dispatchEvent(new Event("input", { bubbles: true }));
    return held;
  }

  function pointer(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
    return [at.x, at.y];
  }

  for (const field of stage.querySelectorAll("[data-field]")) {
    let held = null;
    field.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const { value } = row(field);
      const [x, y] = pointer(event);
      held = [x - (value("x") || 0), y - (value("y") || 0)];
      field.setPointerCapture(event.pointerId);
      field.focus();
      event.preventDefault();
    });
    field.addEventListener("pointermove", (event) => {
      if (!held) return;
      const [x, y] = pointer(event);
      put(field, Math.round((x - held[0]) / STEP) * STEP, Math.round((y - held[1]) / STEP) * STEP);
    });
    for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => (held = null));
    field.addEventListener("keydown", (event) => {
      const way = keys[event.key];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const { value } = row(field);
      const far = event.shiftKey ? LEAP : STEP;
      const [x, y] = put(field, (value("x") || 0) + way[0] * far, (value("y") || 0) + way[1] * far);
      say(`${words(x)}; ${words(y)} mm`);
    });
    for (const input of document.querySelectorAll(`[name^="${field.dataset.field}-"]`)) {
      for (const kind of ["input", "change"]) input.addEventListener(kind, () => draw(field));
    }
  }
})();
