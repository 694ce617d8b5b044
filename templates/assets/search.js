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
  /* Bytes of texts, compressed, that one question or one press of the button may load: a phrase may stand nowhere though its
     parts stand everywhere. A text that has been loaded costs nothing. */
  const MOST_BYTES = 80000;
  const MOST_AT_ONCE = 12;
  /* Lists of the index that a question is crossed with; the rest of a long one is looked for in the texts only. */
  const MOST_LISTS = 24;
  let turn = 0;
  let lists = null;
  let inflating = null;
  let received = 0;
  const loaded = new Map();

  /* For browsers that do not unpack by themselves (Safari before 16.4, Firefox before 113). */
  const inflater = () => (inflating = inflating || new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("assets/inflate.js", base);
    script.onload = () => resolve(window.mingbaiGunzip);
    script.onerror = () => { inflating = null; reject(new Error("inflate.js")); };
    document.head.append(script);
  }));

  async function unpacked(name) {
    const answer = await fetch(new URL(name, base));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    received += bytes.length;
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; // a server that has unpacked it itself
    if (!window.DecompressionStream) return (await inflater())(bytes);
    const through = new DecompressionStream("gzip");
    const writer = through.writable.getWriter();
    const [unpackedBytes] = await Promise.all([new Response(through.readable).arrayBuffer(), writer.write(bytes), writer.close()]);
    return new Uint8Array(unpackedBytes);
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

  const loadLists = () => (lists = lists || Promise.all([
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
    const end = bytes.indexOf(10);
    let at = end + 1;
    return new Map(json(bytes.subarray(0, end)).map(([word, form, length]) => [word, [form, bytes.subarray(at, (at += length))]]));
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

  const loadIndex = () => kept("fulltext/index.bin", json);

  /* Numbers of the reports that have all pieces of all words: those whose unit or region is asked for first, then the newest.
     What is to be loaded for it is asked for before the units are there. */
  async function findTexts(words) {
    const index = await loadIndex();
    const years = words.filter((word) => isYear(word) && words.length > 1 && index.years.some(([year]) => year === word));
    const others = words.filter((word) => !years.includes(word));
    const asked = [...new Set(others.flatMap(pieces))].slice(0, MOST_LISTS);
    const found = await Promise.all(asked.map((word) => listOf(index.files, word)));
    if (!asked.length || found.includes(undefined)) return [];
    const counts = new Uint16Array(index.reports);
    found.forEach((list) => eachNumber(list, (number) => { counts[number]++; }));
    const [units] = await loadLists();
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

  /* Whether the lists alone say where the words stand: each is one entry of the index. */
  const isExact = (words) => words.every((word) => pieces(word).length < 2);

  /* A word as it may stand in a text: signs and line ends between its characters. */
  function asPrinted(word) {
    return [...word].filter((sign) => /[\u3400-\u9fffa-z0-9]/.test(sign)).join("[^\\u3400-\\u9fffA-Za-z0-9]*");
  }

  const textOf = (number) => kept(`fulltext/text-${number}.bin`, (bytes) => {
    const page = json(bytes);
    return { ...page, text: page.text.normalize("NFKC") };
  });

  /* The next reports of the list in whose text every word stands; takes off the list what it has looked at, and stops when
     it has found as many as wanted or loaded as much as a question may, or when another question has been asked. */
  async function nextTexts(numbers, words, wanted, mine) {
    const patterns = words.filter((word) => !isYear(word) || words.length === 1).map((word) => new RegExp(asPrinted(word), "i"));
    const pages = [];
    const before = received;
    for (let read = 0, most = TEXTS; mine === turn && numbers.length && most > 0 && pages.length < wanted;) {
      const batch = await Promise.all(numbers.slice(0, most).map(textOf));
      numbers.splice(0, batch.length);
      pages.push(...batch.filter((page) => patterns.every((pattern) => pattern.test(page.text))));
      read += batch.length;
      // No more than there is room for, judged by those so far.
      const spent = (received - before) / read;
      most = Math.min(MOST_AT_ONCE, wanted, spent ? Math.floor((MOST_BYTES - spent * read) / spent) : MOST_AT_ONCE);
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
    part("", heading(title, total), list);
  }

  /* One kind of results; texts stand beside the others where there is room. */
  function part(className, ...nodes) {
    const section = document.createElement("section");
    if (className) section.className = className;
    section.append(...nodes);
    results.append(section);
  }

  const at = (path) => new URL(path, base).pathname;

  /* The text around the first word, with every word marked. */
  function excerptOf(page, asked) {
    const words = asked.filter((word) => asPrinted(word));
    const all = page.text;
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

  /* The full text among the results: what was found, what has not been looked at, and a button to do so. */
  function showTexts(numbers, words, pages, mine, tell) {
    const title = heading("全文", 0);
    const list = document.createElement("ul");
    const note = document.createElement("p");
    const button = document.createElement("button");
    const exact = isExact(words);
    let shown = 0;

    function add(more) {
      const items = textHits(more, words);
      list.append(...items);
      shown += more.length;
      const isSure = exact || !numbers.length;
      title.textContent = heading("全文", isSure ? shown + numbers.length : `至少 ${shown}`).textContent;
      title.hidden = list.hidden = !shown;
      note.textContent = isSure ? "" : unread(numbers.length);
      note.hidden = isSure;
      button.hidden = !numbers.length;
      tell(shown, numbers.length, exact);
      return items[0];
    }

    list.className = "mb-hits";
    button.type = "button";
    button.className = "mb-button";
    button.textContent = "再找一些";
    button.addEventListener("click", async () => {
      button.disabled = true;
      const more = await nextTexts(numbers, words, MORE_TEXTS, mine).catch(() => null);
      if (mine !== turn) return;
      button.disabled = false;
      if (more) {
        add(more)?.querySelector("a").focus();
      } else {
        note.textContent = "没有载入，可以再按一次。";
        note.hidden = false;
      }
    });
    part("mb-texts", title, list, note, button);
    add(pages);
  }

  const unread = (count) => `还有 ${count} 份没有核对：问的字两个两个地都有，是不是连在一起，要读了正文才知道。`;

  /* What was found in all; as a number only what has been looked at or needs no look. */
  function summary(said, units, entries, shown, unchecked, exact) {
    const begin = `“${said}”：部门 ${units} 个，科目和名词 ${entries} 个，`;
    if (exact || !unchecked) {
      const texts = shown + unchecked;
      return units + entries + texts ? `${begin}全文 ${texts} 处。` : `没有找到“${said}”。可以换一个更短的词，或者只写部门名称的一部分。`;
    }
    return shown ? `${begin}全文至少 ${shown} 处，还有 ${unchecked} 份没有核对。` : `${begin}全文还没有找到，还有 ${unchecked} 份没有核对。`;
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
    const searched = findTexts(words);
    searched.catch(() => {}); // what goes wrong is told below
    let units;
    let entries;
    try {
      [units, entries] = await loadLists();
    } catch (error) {
      if (mine === turn) status.textContent = "名单没有载入，可以再找一次。";
      return;
    }
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
      numbers = await searched;
      if (mine !== turn) return;
      pages = await nextTexts(numbers, words, TEXTS, mine);
    } catch (error) {
      if (mine === turn) status.textContent = "全文没有查成（索引没有载入），上面的结果不受影响。";
      return;
    }
    if (mine !== turn) return;
    showTexts(numbers, words, pages, mine, (...texts) => {
      status.textContent = summary(said.trim(), foundUnits.length, foundEntries.length, ...texts);
    });
  }

  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    Promise.all([loadLists(), loadIndex()]).catch(() => {}); // while the reader is still writing
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
