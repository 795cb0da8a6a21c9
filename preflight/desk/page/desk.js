"use strict";
(() => {
  const size = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

  for (const zone of document.querySelectorAll("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    const form = zone.closest("form");
    const said = zone.querySelector("[data-said]");
    const fits = () => {
      const file = input.files[0];
      if (!file) return false;
      const limit = Number(zone.dataset.limit);
      const small = file.size <= limit;
      input.setCustomValidity(small ? "" : `${file.name} is too large (${size(file.size)}): up to ${limit / 1e6} MB can be checked here.`);
      said.textContent = small ? `${file.name}, ${size(file.size)}` : input.validationMessage;
      return small;
    };
    input.addEventListener("change", fits);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      if (event.dataTransfer.files.length > 1) {
        said.textContent = "One file at a time, please.";
        return;
      }
      input.files = event.dataTransfer.files;
      if (fits() && !("stays" in zone.dataset)) form.requestSubmit();
    });
  }
  for (const zone of document.querySelectorAll("[data-folder]")) {
    const input = zone.querySelector("input[type=file]");
    const said = zone.querySelector("[data-said]");
    input.addEventListener("change", () => {
      const files = [...input.files];
      const total = files.reduce((sum, file) => sum + file.size, 0);
      const told = `${files.length} files, ${size(total)}`;
      const fits = files.length <= Number(zone.dataset.most) && total <= Number(zone.dataset.limit);
      input.setCustomValidity(fits ? "" : `This folder is too large to be sent (${told}): paste its path below instead.`);
      said.textContent = fits ? told : input.validationMessage;
    });
  }
  for (const kind of ["dragover", "drop"])
    addEventListener(kind, (event) => {
      if (!event.target.closest?.("[data-drop]")) event.preventDefault();
    });

  for (const form of document.querySelectorAll("[data-busy]"))
    form.addEventListener("submit", () => {
      for (const button of form.querySelectorAll("button")) {
        button.setAttribute("aria-busy", "true");
        if (button.classList.contains("main")) button.textContent = form.dataset.doing || "Checking…";
      }
    });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  for (const area of document.querySelectorAll("[data-rich]"))
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!html || event.clipboardData.getData("text/plain").trimStart().startsWith("<")) return;
      event.preventDefault();
      area.setRangeText(html, area.selectionStart, area.selectionEnd, "end");
    });

  for (const form of document.querySelectorAll("[data-find]")) {
    const input = form.querySelector("input");
    const said = form.querySelector("[data-said]");
    const ways = [...document.querySelectorAll("[data-way]")];
    const find = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = ways.filter((way) => words.every((word) => way.dataset.way.toLowerCase().includes(word)));
      for (const way of ways) {
        way.hidden = !found.includes(way);
        way.open = words.length > 0 && found.length < 4 && found.includes(way);
      }
      said.textContent = words.length && !found.length ? "Not in the list: look for “Another platform”." : "";
      if (words.length && !found.length) for (const way of ways) way.hidden = false;
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", find);
  }

  document.getElementById("done")?.focus();

  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
  for (const button of document.querySelectorAll("[data-copy]"))
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      const said = document.querySelector("[data-copied]");
      try {
        await navigator.clipboard.writeText(text.value);
        said.textContent = "Copied.";
      } catch {
        text.closest("details").open = true;
        text.select();
        said.textContent = "Press Ctrl+C (or ⌘C) now.";
      }
    });

  for (const part of document.querySelectorAll("[data-state]")) {
    const bar = part.querySelector("progress");
    const said = part.querySelector("[data-said]");
    const ask = async () => {
      try {
        const answer = await (await fetch(part.dataset.state)).json();
        if (answer.state !== "running") return location.reload();
        if (answer.links) {
          bar.max = answer.links;
          bar.value = answer.opened;
          said.textContent = `Everything is read. ${answer.opened} of ${answer.links} links opened`;
        } else if (answer.total) {
          bar.max = answer.total;
          bar.value = answer.done;
          said.textContent =
            answer.done < answer.total ? `${answer.done} of ${answer.total} read` : "Everything is read. Opening the links…";
          if (answer.done >= answer.total) bar.removeAttribute("value");
        }
      } catch {
        said.textContent = "The desk does not answer: it was closed, or the computer slept. Open it again with its icon.";
      }
      setTimeout(ask, 700);
    };
    setTimeout(ask, 300);
  }
})();
