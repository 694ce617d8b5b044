/* Search in three steps, smallest first: all units, then codes and terms, then full text.
   Loaded only on the search page and when a reader starts to type; nothing is fetched before that. */
(() => {
  "use strict";
  const base = new URL("..", document.currentScript.src);
  const results = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const input = document.getElementById("page-search");
  if (!results || !input) return;
  const SHOWN = 20;
  let turn = 0;
  let lists = null;
  let engine = null;

  const get = async (name) => (await fetch(new URL(name, base))).json();
  const loadLists = () => (lists ||= Promise.all([get("assets/search/units.json"), get("assets/search/entries.json")]));

  async function loadEngine() {
    if (!engine) {
      engine = import(new URL("pagefind/pagefind.js", base).href).then(async (module) => {
        await module.options({ baseUrl: base.pathname, excerptLength: 40 });
        await module.init();
        return module;
      });
    }
    return engine;
  }

  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const wordsOf = (text) => folded(text).split(/\s+/).filter(Boolean);
  const CJK = /([\u3400-\u9fff])/g;
  const spaced = (word) => word.replace(CJK, " $1 ").replace(/\s+/g, " ").trim();
  const joined = (text) => text.replace(/([\u3400-\u9fff，。；：、“”（）])\s+(?=[\u3400-\u9fff，。；：、“”（）])/g, "$1");

  function findUnits(rows, words) {
    return rows.filter(([id, name, region, letters, years]) => {
      const text = folded(name + " " + region + " " + years.join(" "));
      return words.every((word) => text.includes(word) || (/^[a-z]{2,}$/.test(word) && (letters.includes(word) || id.includes(word))));
    });
  }

  function findEntries(rows, words) {
    const rank = ([, , name, other], word) => (folded(name) === word || other === word ? 0 : folded(name).startsWith(word) ? 1 : 2);
    const found = rows.filter(([, , name, other]) => words.every((word) => folded(name + "|" + other).includes(word)));
    return found.sort((a, b) => rank(a, words[0]) - rank(b, words[0]));
  }

  async function findTexts(words) {
    const module = await loadEngine();
    const answers = await Promise.all(words.map((word) => module.search(`"${spaced(word)}"`)));
    const common = answers.map((answer) => new Set(answer.results.map((hit) => hit.id)));
    return answers[0].results.filter((hit) => common.every((ids) => ids.has(hit.id)));
  }

  function heading(text, count) {
    const node = document.createElement("h2");
    node.textContent = `${text}（${count}）`;
    return node;
  }

  function hit(href, kind, title, note) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const name = document.createElement("span");
    const tag = document.createElement("span");
    link.href = href;
    name.className = "mb-hit-title";
    name.textContent = title;
    tag.className = "mb-tag";
    tag.textContent = kind;
    link.append(name, tag);
    if (note) {
      const line = document.createElement("p");
      if (typeof note === "string") line.textContent = note; else line.append(...note);
      link.append(line);
    }
    item.append(link);
    return item;
  }

  function group(title, items, total) {
    if (!items.length) return;
    const list = document.createElement("ul");
    list.className = "mb-hits";
    list.append(...items);
    results.append(heading(title, total), list);
  }

  const at = (path) => new URL(path, base).pathname;

  /* Pagefind marks its hits inside HTML of its own: only the text and the marks are taken over. */
  function excerptNodes(html) {
    const parsed = new DOMParser().parseFromString(joined(html.replace(/<\/mark>\s*<mark>/g, "")), "text/html");
    return [...parsed.body.childNodes].map((node) => {
      if (node.nodeName !== "MARK") return document.createTextNode(joined(node.textContent));
      const mark = document.createElement("mark");
      mark.textContent = joined(node.textContent);
      return mark;
    });
  }

  async function run(text) {
    const mine = ++turn;
    const words = wordsOf(text);
    if (!words.length) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    status.textContent = "正在查找…";
    const [units, entries] = await loadLists();
    if (mine !== turn) return;
    results.replaceChildren();
    const foundUnits = findUnits(units, words);
    const year = words.find((word) => /^(19|20)\d\d$/.test(word));
    const unitHits = foundUnits.slice(0, SHOWN).flatMap(([id, name, region, , years]) => {
      const hits = [hit(at(id + "/"), "部门", name, region)];
      years.filter((y) => !year || String(y) === year).slice(0, 3).forEach((y) => hits.push(hit(at(`${id}/${y}/`), "年度报告", `${name} ${y} 年度`)));
      return hits;
    });
    group("部门和年度报告", unitHits, foundUnits.length);
    const foundEntries = findEntries(entries, words);
    group("科目和名词", foundEntries.slice(0, SHOWN).map(([kind, path, name, other]) =>
      hit(at(path), kind, kind === "科目" ? `${other} ${name}` : name, kind === "名词" && other ? "也叫：" + other.split("|").join("、") : "")), foundEntries.length);
    status.textContent = "正在查全文…";
    let texts = [];
    try {
      texts = await findTexts(words);
    } catch (error) {
      if (mine === turn) status.textContent = "全文没有查成（索引没有载入），上面的结果不受影响。";
      return;
    }
    if (mine !== turn) return;
    const loaded = await Promise.all(texts.slice(0, SHOWN).map((found) => found.data()));
    if (mine !== turn) return;
    group("全文", loaded.map((page) => hit(page.url, "全文", page.meta.title, excerptNodes(page.excerpt))), texts.length);
    const total = foundUnits.length + foundEntries.length + texts.length;
    status.textContent = total ? `“${text.trim()}”：部门 ${foundUnits.length} 个，科目和名词 ${foundEntries.length} 个，全文 ${texts.length} 处。` :
      `没有找到“${text.trim()}”。可以换一个更短的词，或者只写部门名称的一部分。`;
  }

  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(null, "", input.value.trim() ? "?q=" + encodeURIComponent(input.value.trim()) : location.pathname);
      run(input.value);
    }, 250);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    run(input.value);
  });
  // Arrow keys go from the field through the results and back.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, ...results.querySelectorAll("a")];
    const from = stops.indexOf(document.activeElement);
    if (!step || from < 0 || !stops[from + step]) return;
    event.preventDefault();
    stops[from + step].focus();
  });
  const asked = new URLSearchParams(location.search).get("q") || "";
  input.value = asked;
  if (asked) run(asked);
  input.focus({ preventScroll: true });
})();
