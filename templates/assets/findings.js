/* The list of findings, narrowed by department, kind, level and year. Without this script the list is complete.
   Where the list has several pages, the whole of it is loaded from its own file when a choice is made. */
(() => {
  "use strict";
  const AT_ONCE = 200;
  const form = document.querySelector("form[data-pick]");
  if (!form) return;
  const list = document.getElementById(form.dataset.pick);
  const pages = document.querySelector(".mb-pages");
  const status = form.querySelector("[aria-live]");
  const own = [...list.children];
  const names = ["org", "family", "level", "year"];
  const { element, loader, chosen, remember, restore } = window.mingbaiLists;
  let turn = 0;

  /* The same row as the page's own, from a line of the file. */
  function row([orgName, year, href, check, checkName, family, level, words, place]) {
    const root = form.dataset.root;
    const node = element("li", { class: "mb-frow", "data-org": orgName, "data-year": year, "data-level": level, "data-family": family },
      element("p", { class: "mb-frow-head" }, element("span", { class: "mb-level" }, level), " ",
        element("a", { href: root + href.split("#")[0] }, orgName + "，" + year), " · ",
        element("a", { href: root + "checks/" + check + "/" }, checkName)),
      element("p", {}, words + " ", element("a", { class: "mb-place", href: root + href }, "细看（" + place + "）")));
    return node;
  }

  /* A department by a part of its name; the others are chosen from a list. */
  function fits(own, name, value) {
    return name === "org" ? own.includes(value) : own === value;
  }

  /* Every row: the page's own, or those of the file, loaded once. */
  const rows = form.dataset.all ? loader(form.dataset.all, row, status) : () => own;

  async function pick() {
    const wanted = chosen(form, names);
    const mine = ++turn;
    remember(wanted);
    if (!wanted.length) {
      list.replaceChildren(...own);
      own.forEach((node) => { node.hidden = false; });
      if (pages) pages.hidden = false;
      status.textContent = "";
      return;
    }
    let found;
    try {
      found = (await rows()).filter((node) => wanted.every(([name, value]) => fits(node.dataset[name], name, value)));
    } catch {
      status.textContent = "完整的清单没有载入；下面各页仍是全部发现。";
      return;
    }
    if (mine !== turn) return;
    if (form.dataset.all) list.replaceChildren(...found.slice(0, AT_ONCE));
    else own.forEach((node) => { node.hidden = !found.includes(node); });
    if (pages) pages.hidden = true;
    const rest = found.length > AT_ONCE && form.dataset.all ? `，先列 ${AT_ONCE} 条，请再选一项` : "";
    status.textContent = found.length ? `有 ${found.length} 条${rest}` : "没有符合的，换一项试试。";
  }

  restore(form, names);
  form.hidden = false;
  form.addEventListener("input", pick);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (names.some((name) => form.elements[name].value)) pick();
})();
