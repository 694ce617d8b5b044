/* Departments side by side: sorted by a column, narrowed by name, region and kind. Without this script the tables are complete.
   Where there are several pages, the whole list is loaded from its own file when a choice is made. */
(() => {
  "use strict";
  const AT_ONCE = 300;
  const form = document.querySelector("form[data-compare]");
  if (!form) return;
  const list = document.getElementById(form.dataset.compare);
  const pages = document.querySelector(".mb-pages");
  const status = form.querySelector("[aria-live]");
  const names = ["org", "region", "kind"];
  const sections = [...list.children];
  const own = sections.map((section) => [...section.querySelectorAll("tbody > tr")]);
  const { element, loader, chosen, remember, restore } = window.mingbaiLists;
  let turn = 0;
  let order = { by: "value", down: true };

  /* The same row as the page's own, from a line of the file. */
  function row([kind, org, region, path, value, text, share, place, href, head, flagged]) {
    const root = form.dataset.root;
    const bar = element("span", { class: "mb-rank", "aria-hidden": "true" }, element("span", {}));
    bar.firstChild.style.width = share + "%";
    const number = element("td", { class: "mb-num" }, element("a", { class: "mb-fig", href: root + href }, text));
    if (flagged) number.append(element("a", { class: "mb-flag", href: root + path + "#checks", title: "这个数有核对发现" }, "※"));
    const node = element("tr", { "data-kind": kind, "data-org": org, "data-region": region, "data-value": value, "data-head": head.replaceAll(",", "") },
      element("th", { scope: "row" }, element("a", { href: root + path }, org), element("span", { class: "mb-sub" }, region), bar), number);
    if (list.querySelector("th[data-by=head]")) node.append(element("td", { class: "mb-num" }, head));
    node.append(element("td", { class: "mb-roomy" }, element("a", { class: "mb-place", href: root + href }, place)));
    return node;
  }

  const load = loader(form.dataset.all, row, status);

  /* Rows without a number come last, whichever way the others are sorted. */
  function compare(one, other) {
    const [a, b] = [one.dataset[order.by], other.dataset[order.by]];
    if (order.by === "org") return (order.down ? -1 : 1) * a.localeCompare(b, "zh");
    if (a === "" || b === "") return (a === "") - (b === "");
    return (order.down ? -1 : 1) * (Number(a) - Number(b));
  }

  const fits = (node, kind, wanted) => wanted.every(([name, value]) =>
    name === "kind" ? kind === value : name === "org" ? node.dataset.org.includes(value) : node.dataset.region === value);

  /* A kind of report that stands on another page has a table of its own there; here it gets one like the first. */
  function another(kind) {
    const section = sections[0].cloneNode(true);
    section.dataset.kind = kind;
    for (const words of section.querySelectorAll(":scope > :not(h2, .mb-scroll)")) words.remove();
    section.querySelector("h2").textContent = kind;
    section.querySelector("caption").textContent = kind;
    for (const head of section.querySelectorAll("th[data-by]")) head.textContent = head.textContent.trim();
    list.append(section);
    return section;
  }

  async function show() {
    const wanted = chosen(form, names);
    const mine = ++turn;
    const ordered = order.by !== "value" || !order.down;
    remember(ordered ? [...wanted, ["by", (order.down ? "-" : "") + order.by]] : wanted);
    const asked = wanted.length > 0 || ordered;
    const whole = Boolean(form.dataset.all) && asked;
    let rows = own.flatMap((found, at) => found.map((node) => [node, sections[at].dataset.kind]));
    if (whole) {
      try {
        rows = (await load()).map((node) => [node, node.dataset.kind]);
      } catch {
        status.textContent = "完整的清单没有载入；下面各页仍是全部的数。";
        return;
      }
      if (mine !== turn) return;
    }
    const kept = rows.filter(([node, kind]) => fits(node, kind, wanted)).sort(([a], [b]) => compare(a, b));
    for (const kind of new Set(kept.map(([, each]) => each))) {
      if (!sections.some((section) => section.dataset.kind === kind)) sections.push(another(kind));
    }
    for (const section of sections) {
      const shown = kept.filter(([, kind]) => kind === section.dataset.kind).slice(0, AT_ONCE).map(([node]) => node);
      section.querySelector("tbody").replaceChildren(...shown);
      section.hidden = shown.length === 0;
    }
    if (pages) pages.hidden = asked;
    status.textContent = wanted.length ? (kept.length ? `有 ${kept.length} 行` : "没有符合的，换一项试试。") : "";
  }

  function mark() {
    for (const head of list.querySelectorAll("th[data-by]")) {
      if (head.dataset.by === order.by) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  for (const head of list.querySelectorAll("th[data-by]")) {
    const button = element("button", { type: "button", class: "mb-sort" }, head.textContent);
    button.addEventListener("click", () => {
      const by = head.dataset.by;
      order = { by, down: order.by === by ? !order.down : by === "value" || by === "head" };
      mark();
      show();
    });
    head.replaceChildren(button);
  }

  restore(form, names);
  const by = /^(-?)(org|value|head)$/.exec(new URLSearchParams(location.search).get("by") || "");
  if (by) order = { by: by[2], down: by[1] === "-" };
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  mark();
  if (by || names.some((name) => form.elements[name].value)) show();
})();
