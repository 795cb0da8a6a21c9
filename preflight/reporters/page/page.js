"use strict";
(() => {
  const frames = [...document.querySelectorAll(".preview iframe")];
  const preview = document.querySelector(".preview");
  const inside = (frame) => frame.contentDocument;
  const shown = [...document.querySelectorAll(".preview pre, .preview iframe")];
  const marks = (number) =>
    shown.flatMap((part) => [
      ...(part.contentDocument ?? part).querySelectorAll(`[data-preflight~="${number}"]`),
    ]);

  const fit = () => {
    for (const frame of frames) {
      frame.style.height = "0";
      const height = inside(frame).documentElement.scrollHeight;
      frame.style.height = `${Math.min(Math.max(height + 4, 120), 30000)}px`;
    }
  };

  const show = (number) => {
    const found = marks(number);
    for (const page of [document, ...frames.map(inside)])
      for (const other of page.querySelectorAll(".preflight-here")) other.classList.remove("preflight-here");
    for (const mark of found) mark.classList.add("preflight-here");
    if (!found.length) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    found[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    found[0].focus({ preventScroll: true });
  };

  const card = (mark) => {
    const number = mark.getAttribute("data-preflight").split(" ")[0];
    const found = document.getElementById(`finding-${number}`);
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  };

  const prepare = (page) => {
    for (const mark of page.querySelectorAll("[data-preflight]")) {
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
      mark.setAttribute("aria-label", `Finding ${mark.getAttribute("data-preflight")}: ${mark.textContent.trim().slice(0, 80)}`);
      mark.addEventListener("click", () => card(mark));
      mark.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          card(mark);
        }
      });
    }
  };

  for (const button of document.querySelectorAll("[data-show]"))
    button.addEventListener("click", () => show(button.dataset.show));
  for (const button of document.querySelectorAll("[data-width]"))
    button.addEventListener("click", () => {
      preview.classList.toggle("phone", button.dataset.width === "phone");
      for (const other of document.querySelectorAll("[data-width]"))
        other.setAttribute("aria-pressed", String(other === button));
      fit();
    });

  addEventListener("load", () => {
    if (preview) prepare(preview);
    for (const frame of frames) prepare(inside(frame));
    fit();
  });
  addEventListener("resize", fit);
})();
