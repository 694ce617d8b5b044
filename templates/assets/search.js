/* Search in three steps, smallest first: all units, then codes and terms, then full text.
   Loaded only on the search page and when a reader starts to type; nothing is fetched before that. Lists and index are
   compressed by the build (builder/website/fulltext.py says how they are laid out). */
(() => {
  "use strict";
  const base = new URL("..", document.currentScript.src);
  const results = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const input = document.getElementById("page-search");
  if (!results || !input) return;
  const SHOWN = 20;
  const TEXTS = 6;
  const MORE_TEXTS = 20;
  let turn = 0;
  let lists = null;
  const loaded = new Map();

  async function unpacked(name) {
    const answer = await fetch(new URL(name, base));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    const bytes = await answer.arrayBuffer();
    const start = new Uint8Array(bytes, 0, 2);
    if (start[0] !== 0x1f || start[1] !== 0x8b) return bytes; // a server that has unpacked it itself
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }

  /* Each file once; after a failure it is asked for again. */
  function kept(name, read) {
    if (!loaded.has(name)) {
      const coming = unpacked(name).then(read);
      coming.catch(() => loaded.delete(name));
      loaded.set(name, coming);
    }
    return loaded.get(name);
  }

  const text = (bytes) => new TextDecoder().decode(bytes);
  const json = (bytes) => JSON.parse(text(bytes));
  const folded = (said) => said.normalize("NFKC").toLowerCase();
  const wordsOf = (said) => folded(said).split(/\s+/).filter(Boolean);
  const isYear = (word) => /^(19|20)\d\d$/.test(word);

  const loadLists = () => (lists ||= Promise.all([
    kept("assets/search/units.bin", (bytes) => json(bytes).map((row) => ({ row, name: folded(row[1]), all: folded(`${row[1]} ${row[2]} ${row[4].join(" ")}`) }))),
    kept("assets/search/entries.bin", json),
  ]).catch((error) => { lists = null; throw error; }));

  /* Whole names first, then names that begin so, then the shorter ones; what only the region says comes last. */
  function findUnits(units, words) {
    const letters = (word, row) => /^[a-z]{2,}$/.test(word) && (row[3].includes(word) || row[0].includes(word));
    const rank = ({ name }) => words.reduce((sum, word) => sum + (name === word ? 0 : name.startsWith(word) ? 1 : name.includes(word) ? 2 : 3), 0);
    return units.filter(({ all, row }) => words.every((word) => all.includes(word) || letters(word, row)))
      .map((unit) => [rank(unit), unit])
      .sort(([a, one], [b, other]) => a - b || one.name.length - other.name.length)
      .map(([, { row }]) => row);
  }

  function findEntries(rows, words) {
    const rank = ([, , name, other], word) => (folded(name) === word || other === word ? 0 : folded(name).startsWith(word) ? 1 : 2);
    const found = rows.filter(([, , name, other]) => words.every((word) => folded(name + "|" + other).includes(word)));
    // A term before the many accounts that have its name.
    return found.sort((a, b) => rank(a, words[0]) - rank(b, words[0]) || (b[0] === "名词") - (a[0] === "名词"));
  }

  /* The words of the index that a word of the query is made of, cut as the index is. */
  function pieces(word) {
    const runs = word.replace(/[^\u3400-\u9fffa-z0-9]+/g, " ").replace(/([\u3400-\u9fff]) (?=[\u3400-\u9fff])/g, "$1").match(/[\u3400-\u9fff]+|[a-z0-9]+/g) || [];
    return runs.flatMap((run) => (run.length === 1 || run < "\u3400" ? [run] : [...run].slice(1).map((sign, at) => run[at] + sign)));
  }

  function listsOf(bytes) {
    const all = new Uint8Array(bytes);
    const end = all.indexOf(10);
    let at = end + 1;
    return new Map(JSON.parse(text(all.subarray(0, end))).map(([word, form, length]) => [word, [form, all.subarray(at, (at += length))]]));
  }

  function eachNumber([form, bytes], take) {
    if (form === 1) {
      bytes.forEach((byte, place) => { for (let bit = 0; bit < 8; bit++) if (byte >> bit & 1) take(place * 8 + bit); });
      return;
    }
    let number = 0;
    for (let at = 0; at < bytes.length;) {
      let step = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        step |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      take(number += step);
    }
  }

  async function listOf(files, word) {
    let low = 0;
    let high = files.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (files[middle] <= word) low = middle + 1; else high = middle;
    }
    return low ? (await kept(`fulltext/words-${low - 1}.bin`, listsOf)).get(word) : undefined;
  }

  /* Numbers of the reports that have all pieces of all words: those whose unit or region is asked for first, then the newest. */
  async function findTexts(words, units) {
    const index = await kept("fulltext/index.bin", json);
    const years = words.filter((word) => isYear(word) && words.length > 1 && index.years.some(([year]) => year === word));
    const others = words.filter((word) => !years.includes(word));
    const asked = [...new Set(others.flatMap(pieces))];
    const found = await Promise.all(asked.map((word) => listOf(index.files, word)));
    if (!asked.length || found.includes(undefined)) return [];
    const counts = new Uint16Array(index.reports);
    found.forEach((list) => eachNumber(list, (number) => { counts[number]++; }));
    const near = (number) => others.filter((word) => units[index.units[number]]?.all.includes(word)).length;
    const hits = [];
    let first = 0;
    for (const [year, size] of index.years) {
      const isAsked = years.every((word) => word === year);
      for (let number = first; isAsked && number < first + size; number++) if (counts[number] === asked.length) hits.push([near(number), number]);
      first += size;
    }
    return hits.sort(([a, one], [b, other]) => b - a || one - other).map(([, number]) => number);
  }

  /* A word as it may stand in a text: signs and line ends between its characters. */
  function asPrinted(word) {
    return [...word].filter((sign) => /[\u3400-\u9fffa-z0-9]/.test(sign)).join("[^\\u3400-\\u9fffA-Za-z0-9]*");
  }

  /* The next reports of the list in whose text every word stands; takes them off the list. */
  async function nextTexts(numbers, words, wanted) {
    const patterns = words.filter((word) => !isYear(word) || words.length === 1).map((word) => new RegExp(asPrinted(word), "i"));
    const pages = [];
    while (numbers.length && pages.length < wanted) {
      const some = await Promise.all(numbers.splice(0, wanted - pages.length).map((number) => kept(`fulltext/text-${number}.bin`, json)));
      pages.push(...some.filter((page) => patterns.every((pattern) => pattern.test(page.text.normalize("NFKC")))));
    }
    return pages;
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

  /* The text around the first word, with every word marked. */
  function excerptOf(page, asked) {
    const words = asked.filter((word) => asPrinted(word));
    const all = page.text.normalize("NFKC");
    const first = all.match(new RegExp(asPrinted(words[0]), "i"));
    const start = Math.max(0, (first ? first.index : 0) - 30);
    const cut = all.slice(start, start + 110).replace(/\s+/g, " ");
    const parts = cut.split(new RegExp(`(${words.map(asPrinted).join("|")})`, "i"));
    const nodes = parts.map((part, at) => {
      if (at % 2 === 0) return document.createTextNode(part);
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    });
    return [document.createTextNode(page.region ? `${page.region}｜${start ? "…" : ""}` : ""), ...nodes];
  }

  const textHits = (pages, words) => pages.map((page) => hit(at(page.url), "全文", page.title, excerptOf(page, words)));

  function moreTexts(numbers, words, mine) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mb-button";
    button.textContent = "再找一些";
    button.addEventListener("click", async () => {
      button.disabled = true;
      const pages = await nextTexts(numbers, words, MORE_TEXTS);
      if (mine !== turn) return;
      const items = textHits(pages, words);
      button.previousElementSibling.append(...items);
      items[0]?.querySelector("a").focus();
      button.disabled = false;
      if (!numbers.length) button.remove();
    });
    results.append(button);
  }

  async function run(said) {
    const mine = ++turn;
    const words = wordsOf(said);
    if (!words.length) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    status.textContent = "正在查找…";
    kept("fulltext/index.bin", json).catch(() => {}); // needed soon; what goes wrong is told then
    const [units, entries] = await loadLists();
    if (mine !== turn) return;
    results.replaceChildren();
    const foundUnits = findUnits(units, words);
    const year = words.find(isYear);
    const unitHits = foundUnits.slice(0, SHOWN).flatMap(([id, name, region, , years]) => {
      const pages = years.filter((y) => !year || String(y) === year).slice(0, 3).map((y) => hit(at(`${id}/${y}/`), "年度报告", `${name} ${y} 年度`));
      const own = hit(at(id + "/"), "部门", name, region);
      return year ? [...pages, own] : [own, ...pages];
    });
    group("部门和年度报告", unitHits, foundUnits.length);
    const foundEntries = findEntries(entries, words);
    group("科目和名词", foundEntries.slice(0, SHOWN).map(([kind, path, name, other]) =>
      hit(at(path), kind, kind === "科目" ? `${other} ${name}` : name, kind === "名词" && other ? "也叫：" + other.split("|").join("、") : "")), foundEntries.length);
    status.textContent = "正在查全文…";
    let numbers = [];
    let pages = [];
    try {
      numbers = await findTexts(words, units);
      pages = await nextTexts(numbers, words, TEXTS);
    } catch (error) {
      if (mine === turn) status.textContent = "全文没有查成（索引没有载入），上面的结果不受影响。";
      return;
    }
    if (mine !== turn) return;
    const total = pages.length + numbers.length;
    group("全文", textHits(pages, words), total);
    if (numbers.length) moreTexts(numbers, words, mine);
    status.textContent = foundUnits.length + foundEntries.length + total ? `“${said.trim()}”：部门 ${foundUnits.length} 个，科目和名词 ${foundEntries.length} 个，全文 ${total} 处。` :
      `没有找到“${said.trim()}”。可以换一个更短的词，或者只写部门名称的一部分。`;
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
