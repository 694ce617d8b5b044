/* What a page can do more with a script: explain terms in place, hand charts on, copy, filter a list.
   Every page is complete without it. No request leaves the site; charts.js and plotly are loaded only when asked for. */
(() => {
  "use strict";
  const here = document.currentScript.src;
  const base = new URL("..", here);

  // --- terms: the link becomes a button with a small note ---------------------------------------------------
  const pop = document.createElement("div");
  pop.className = "mb-pop";
  pop.id = "mb-pop";
  pop.setAttribute("role", "tooltip");
  pop.hidden = true;
  let opener = null;
  let pinned = false;
  let timer = 0;

  function show(button) {
    clearTimeout(timer);
    if (opener === button && !pop.hidden) return;
    hide();
    const card = document.getElementById("term-" + button.dataset.term);
    if (!card) return;
    pop.replaceChildren(...[...card.childNodes].map((node) => node.cloneNode(true)));
    (button.closest(".md-typeset") || document.body).append(pop);
    pop.hidden = false;
    opener = button;
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-describedby", pop.id);
    placeNear(button);
  }

  function placeNear(button) {
    const box = button.getBoundingClientRect();
    const frame = pop.offsetParent ? pop.offsetParent.getBoundingClientRect() : { left: 0, top: 0 };
    const room = document.documentElement.clientWidth - pop.offsetWidth - 12;
    const left = Math.max(12, Math.min(box.left, room));
    const below = box.bottom + 6 + pop.offsetHeight < window.innerHeight || box.top < pop.offsetHeight + 70;
    const top = below ? box.bottom + 6 : box.top - pop.offsetHeight - 6;
    pop.style.left = left - frame.left + "px";
    pop.style.top = top - frame.top + "px";
  }

  function hide() {
    clearTimeout(timer);
    pop.hidden = true;
    pinned = false;
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener.removeAttribute("aria-describedby");
    opener = null;
  }

  function later() {
    clearTimeout(timer);
    if (!pinned) timer = setTimeout(hide, 250);
  }

  function toButton(link) {
    // A button element is one unbroken box; a long term has to run over the line like the words around it.
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.className = "mb-term";
    button.dataset.term = link.dataset.term;
    button.textContent = link.textContent;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("mouseenter", () => { timer = setTimeout(() => show(button), 120); });
    button.addEventListener("mouseleave", later);
    button.addEventListener("focus", () => { if (button.matches(":focus-visible")) show(button); });
    button.addEventListener("blur", (event) => { if (!pop.contains(event.relatedTarget)) later(); });
    button.addEventListener("click", () => {
      const close = pinned && opener === button;
      if (close) { hide(); return; }
      show(button);
      pinned = true;
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      button.click();
    });
    link.replaceWith(button);
  }

  pop.addEventListener("mouseenter", () => clearTimeout(timer));
  pop.addEventListener("mouseleave", later);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("click", (event) => {
    if (opener && !pop.contains(event.target) && event.target !== opener) hide();
  });
  document.querySelectorAll("a.mb-term").forEach((link) => {
    if (document.getElementById("term-" + link.dataset.term)) toButton(link);
  });

  // --- charts: what can be done with them is loaded when a reader does it ------------------------------------
  async function use(button) {
    if (button.classList.contains("is-busy")) return;
    const label = button.textContent;
    button.classList.add("is-busy");
    if (button.dataset.plot) button.textContent = "正在载入…";
    try {
      const charts = await import(new URL("assets/charts.js", base).href);
      await charts.act(button);
    } catch (error) {
      button.textContent = label;
      const row = button.closest("p");
      if (row.querySelector("[role=status]")) return;
      row.insertAdjacentHTML("beforeend", ' <span role="status">没有载入成功，静态图和表格不受影响。</span>');
    } finally {
      button.classList.remove("is-busy");
    }
  }

  document.documentElement.classList.add("js");
  document.querySelectorAll("[data-plot], [data-picture], [data-embed]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      use(button);
    });
  });

  // --- English: words and sentences are loaded when a reader asks for them --------------------------------------
  const chosen = "mingbai-language";
  const language = document.querySelector("[data-language]");
  let english = null;

  function kept(value) {
    try {
      if (value !== undefined) localStorage.setItem(chosen, value);
      return localStorage.getItem(chosen);
    } catch { return null; } // a browser that keeps nothing asks again on the next page
  }

  async function speak(name) {
    try {
      english = english || await import(new URL("assets/english.js", base).href);
      if (name === "en") await english.toEnglish();
      else english.toChinese();
      language.textContent = name === "en" ? "中文" : "EN";
      language.lang = name === "en" ? "zh-CN" : "en";
      kept(name);
    } finally {
      document.documentElement.classList.remove("mb-wait");
    }
  }

  if (language) {
    language.hidden = false;
    language.addEventListener("click", () => { hide(); speak(document.documentElement.lang === "en" ? "zh" : "en"); });
    if (kept() === "en") speak("en");
  }

  // --- copy, filter, open what an address points into --------------------------------------------------------
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    const status = document.createElement("span"); // what a screen reader says when the button has done its work
    status.className = "mb-hear";
    status.setAttribute("role", "status");
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "已复制";
      } catch { // no leave to copy, or a site without https: the reader's own key does it
        getSelection().selectAllChildren(text);
        button.textContent = "已选中，请按复制键";
      }
      status.textContent = button.textContent;
    });
  });

  document.querySelectorAll("[data-filter]").forEach((box) => {
    const list = document.getElementById(box.dataset.filter);
    const rows = [...list.querySelectorAll("li, :scope > div")];
    const status = box.querySelector("[aria-live]");
    box.hidden = false;
    box.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row) => {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      });
      list.querySelectorAll("section").forEach((part) => { part.hidden = !part.querySelector("li:not([hidden])"); });
      status.textContent = wanted === "" ? "" : shown ? `有 ${shown} 条` : "没有符合的，换一个词试试。";
    });
  });

  // Sections wait to be laid out until they come near, or until there is time: one at a time, so that nothing stalls. What the
  // reader looks at stays where it is, also where a browser does not see to that by itself.
  const sections = [...document.querySelectorAll("article > section")];
  const waiting = [...document.querySelectorAll("article > section ~ section")];
  const soon = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  const topOf = (section) => section.getBoundingClientRect().top;
  const layOut = () => {
    const seen = scrollY > 0 && sections.filter((section) => topOf(section) < innerHeight / 2).pop();
    const before = seen && topOf(seen);
    waiting.shift().classList.add("mb-laid");
    if (seen) scrollBy({ top: topOf(seen) - before, behavior: "instant" });
    document.documentElement.style.overflowAnchor = waiting.length ? "none" : "";
    if (waiting.length) soon(layOut);
  };
  const start = () => { document.documentElement.style.overflowAnchor = "none"; soon(layOut); };
  if (waiting.length) addEventListener("load", () => setTimeout(start, 1000)); // after what measures the page at its start

  // Paper says where it came from, also where the site does not know its own address.
  document.querySelectorAll("[data-here]").forEach((here) => { here.textContent = new URL(here.textContent, base).href; });

  // Paper shows what the reader has opened himself.
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    if (summary) summary.parentElement.classList.add("mb-by-hand");
  });

  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target.closest("details")) target.scrollIntoView();
  }
  addEventListener("hashchange", openTarget);
  openTarget();
})();
