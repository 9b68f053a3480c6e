"use strict";

/* Comforts only: every page works without this file. */

(() => {
  const KEEP_ALIVE = "/akun/masih-di-sini/";
  const KEEP_ALIVE_EVERY = 2 * 60 * 1000;

  /* Forms: a double click sends once; leaving with typed text asks first. */
  const changed = new Set();

  const SENDING = 8000;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    changed.clear();
    // Not `disabled`: a disabled button would not send its own name and value.
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
    // A download leaves the page standing: the button must work again.
    window.setTimeout(() => free(form), SENDING);
  });

  const free = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  // A back button brings the page as it was left.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-form]");
    if (form) changed.add(form);
  });

  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });

  /* Whoever types is still here, so the session is kept; at most one ping in two minutes. */
  let lastPing = Date.now();
  document.addEventListener("input", (event) => {
    if (!event.target.closest("form[data-form]") || Date.now() - lastPing < KEEP_ALIVE_EVERY) return;
    lastPing = Date.now();
    fetch(KEEP_ALIVE, { credentials: "same-origin", redirect: "manual" }).catch(() => {});
  });

  /* Tick lists */
  const shown = (box) => !box.disabled && box.offsetParent !== null;

  document.querySelectorAll("[data-ticks]").forEach((list) => {
    const boxes = [...list.querySelectorAll("[data-tick]")];
    const elsewhere = document.querySelectorAll(`[data-tick-kept][form="${list.id}"]`).length;
    const all = list.querySelector("[data-tick-all]");
    const counts = list.querySelectorAll("[data-tick-count]");
    const bar = list.querySelector("[data-tick-bar]");
    const recount = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      counts.forEach((count) => { count.textContent = String(ticked + elsewhere); });
      if (all) {
        all.checked = ticked > 0 && ticked === boxes.length;
        all.indeterminate = ticked > 0 && ticked < boxes.length;
      }
    };
    if (bar) bar.hidden = false;
    list.querySelectorAll("[data-tick-told]").forEach((told) => { told.hidden = false; });
    list.addEventListener("change", (event) => {
      if (event.target === all) boxes.filter(shown).forEach((box) => { box.checked = all.checked; });
      recount();
    });
    recount();
  });

  /* Ticks stay while their list is paged, sorted, searched or filtered. */
  const everyTick = () => [...document.querySelectorAll("[data-tick], [data-tick-kept]")];
  const standing = () => everyTick().filter((tick) => tick.checked || tick.type === "hidden");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='?']");
    if (!link || link.pathname !== location.pathname || link.matches("[data-ticks-clear]")) return;
    const there = new URL(link.href);
    everyTick().forEach((tick) => there.searchParams.delete(tick.name));
    standing().forEach((tick) => there.searchParams.append(tick.name, tick.value));
    link.href = there;
  });
  document.querySelectorAll("form.filters").forEach((filters) => {
    filters.addEventListener("formdata", (event) => {
      standing().forEach((tick) => event.formData.append(tick.name, tick.value));
    });
  });

  /* Printing, and the error summary first */
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.querySelectorAll("[data-error-summary]").forEach((summary) => summary.focus());

  /* Work in the background: look again while it lasts. */
  const LOOK_AGAIN = 3000;
  if (document.querySelector("[data-refresh]")) window.setTimeout(() => window.location.reload(), LOOK_AGAIN);

  /* The menu of a phone closes on Escape. */
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".menu-phone[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
