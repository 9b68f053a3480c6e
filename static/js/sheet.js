"use strict";

/* The attendance sheet, faster: rows open one at a time, letters set the code, Enter saves.
   Without this file every row stands open with its radio buttons. */

(() => {
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const count = form.querySelector("[data-count]");
  const head = (row) => row.querySelector("summary");
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const chosen = (row) => radios(row).find((radio) => radio.checked);

  const show = (row) => {
    const radio = chosen(row);
    const chip = row.querySelector("[data-chip]");
    chip.textContent = radio ? radio.dataset.name : chip.dataset.empty;
    chip.dataset.counts = radio ? radio.dataset.counts : "";
  };

  const tally = () => {
    const counts = { present: 0, absent: 0, ignored: 0, empty: 0 };
    rows.forEach((row) => { counts[chosen(row) ? chosen(row).dataset.counts : "empty"] += 1; });
    const others = counts.absent + counts.ignored;
    count.textContent = `${counts.present} hadir · ${others} tidak · ${counts.empty} belum`;
    count.hidden = false;
  };

  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  const set = (row, code) => {
    const radio = radios(row).find((each) => each.value === code);
    if (!radio) return false;
    radio.checked = true;
    show(row);
    tally();
    changed();
    return true;
  };

  // What will be recorded beside the marks, read at a glance; open only where something is wrong.
  const facts = form.querySelector("[data-facts]");
  const field = (name) => form.elements.namedItem(name);
  const say = () => {
    const hour = (name) => field(name).value.replace(":", ".");
    const who = field("delivered_by").selectedOptions[0];
    const hours = [hour("actual_start"), hour("actual_end")].filter(Boolean).join("–");
    facts.querySelector("[data-said]").textContent = [hours, who && who.value ? who.text : ""].filter(Boolean).join(" · ");
  };
  facts.open = "wrong" in facts.dataset;
  facts.addEventListener("input", say);
  say();

  rows.forEach((row) => {
    // A refused or doubled row stays open: there is something to read.
    row.open = Boolean(row.querySelector(".sheet-differs"));
    show(row);
    row.addEventListener("toggle", () => {
      if (!row.open) return;
      rows.forEach((other) => { if (other !== row) other.open = false; });
      // The codes of a row near the foot come out from under the save bar.
      row.scrollIntoView({ block: "nearest" });
    });
  });
  form.classList.add("is-live");
  form.querySelector("[data-keys]").hidden = false;
  tally();

  // A tap on a code closes the row; arrows inside the radios do not.
  form.addEventListener("click", (event) => {
    const label = event.target.closest(".sheet-codes label");
    if (!label || event.detail === 0) return;
    const row = label.closest("[data-row]");
    window.setTimeout(() => { row.open = false; }, 0);
  });

  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio") return;
    show(event.target.closest("[data-row]"));
    tally();
  });

  form.querySelector("[data-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const code = event.currentTarget.dataset.all;
    rows.filter((row) => !chosen(row)).forEach((row) => { set(row, code); });
    if (rows[0]) head(rows[0]).focus();
  });

  const move = (from, by) => {
    const next = rows[rows.indexOf(from) + by];
    if (next) head(next).focus();
  };

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[name^=ket-]")) return;
    const onHead = event.target.matches("summary");
    const key = event.key.toLowerCase();
    if (key === "j" || (onHead && key === "arrowdown")) move(row, 1);
    else if (onHead && key === "arrowup") move(row, -1);
    else if (key === "enter") form.requestSubmit();
    else if (set(row, key.toUpperCase())) move(row, 1);
    else return;
    event.preventDefault();
  });
})();
