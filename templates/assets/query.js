/* Queries to the published database in the browser. Nothing is loaded before the reader presses the button; the page's own
   answers are there without it. */
(() => {
  "use strict";
  const MOST = 50000;
  const SHOWN = 500;
  const form = document.querySelector("form[data-database]");
  if (!form || !window.Worker || !window.WebAssembly) return;
  const part = (selector) => form.querySelector(selector);
  const [load, work, editor, run, stop, save] = ["[data-load]", ".mb-query-work", "textarea", "[type=submit]", "[data-stop]", "[data-csv]"].map(part);
  const choice = part("[data-choice]");
  const [status, alert, answer] = ["[role=status]", "[role=alert]", ".mb-query-answer"].map(part);
  let worker = null;
  let bytes = null;
  let waiting = null;
  let last = null;
  let restarted = null;
  form.hidden = false;

  const MEANINGS = [
    [/no such table: (.+)/, "没有叫“$1”的表"], [/no such column: "?([^" ]+)"?/, "没有叫“$1”的列"], [/no such function: (.+)/, "没有叫“$1”的函数"],
    [/near "(.+)": syntax error/, "“$1”附近写法不对"], [/incomplete input/, "查询没有写完"], [/readonly|read-only|not authorized|query_only/, "只能查，不能改"],
    [/interrupted/, "停下来了"], [/no such module/, "这个浏览器里的 SQLite 没有这种表"], [/ambiguous column name: (.+)/, "有几张表都有“$1”这一列，要写明是哪张表的"],
  ];

  /* What went wrong in Chinese where it is known, and always in SQLite's own words. */
  function told(message) {
    const own = message.replace(/^SQLITE_\w+: (sqlite3 result code \d+: )?/, "");
    const [pattern, words] = MEANINGS.find(([known]) => known.test(own)) || [];
    const zh = pattern ? own.match(pattern).reduce((text, group, at) => (at ? text.replace("$" + at, group) : text), words) : "查询没有成功";
    return `${zh} / ${own}`;
  }

  function fail(words) {
    status.textContent = "";
    alert.textContent = words;
    alert.hidden = !words;
  }

  function send(message) {
    return new Promise((resolve, reject) => {
      waiting = reject;
      worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message || "worker")); };
      worker.postMessage(message);
    });
  }

  async function start() {
    worker = new Worker(new URL(form.dataset.worker, location.href), { type: "module" });
    await send({ buffer: bytes });
  }

  async function fetched() {
    const response = await fetch(choice ? choice.value : form.dataset.database);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return response.arrayBuffer();
  }

  async function open() {
    load.disabled = true;
    if (choice) choice.disabled = true; // not another one while this one comes
    fail("");
    status.textContent = "正在载入数据库…";
    try {
      bytes ||= await fetched();
      await start();
    } catch (error) {
      worker?.terminate();
      worker = null;
      load.disabled = false;
      if (choice) choice.disabled = false;
      fail(`数据库没有载入，可以再试一次 / the database was not loaded: ${error.message}`);
      return;
    }
    if (choice) choice.disabled = false;
    load.parentNode.hidden = true;
    work.hidden = false;
    document.querySelectorAll("[data-ask]").forEach((node) => { node.hidden = false; });
    status.textContent = "数据库已载入，可以运行查询。";
    editor.focus();
  }

  function cell(name, text, right) {
    const node = document.createElement(name);
    if (name === "th") node.scope = "col";
    if (right) node.className = "mb-num";
    if (text !== null) node.textContent = text;
    return node;
  }

  function show({ columns, rows, more }, spent) {
    const table = document.createElement("table");
    const box = document.createElement("div");
    const shown = rows.slice(0, SHOWN);
    const right = columns.map((_, at) => shown.every((row) => row[at] === null || /^-?\d+(\.\d+)?$/.test(row[at])));
    const line = (name, values) => {
      const row = document.createElement("tr");
      row.append(...values.map((value, at) => cell(name, value, right[at])));
      return row;
    };
    table.className = "mb-table mb-worded";
    table.createTHead().append(line("th", columns));
    table.createTBody().append(...shown.map((row) => line("td", row)));
    box.className = "mb-scroll";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "查询结果");
    box.append(table);
    answer.replaceChildren(...(columns.length ? [box] : []));
    status.textContent = rows.length ? `共 ${rows.length} 行${more ? "以上" : ""}${rows.length > SHOWN ? `，这里是前 ${SHOWN} 行` : ""}，用时 ${spent} 毫秒。` : "没有结果。";
    last = { columns, rows };
    save.hidden = !rows.length;
  }

  async function ask() {
    if (!worker || !stop.hidden) return;
    fail("");
    save.hidden = true;
    answer.replaceChildren();
    status.textContent = "正在查…";
    stop.hidden = false;
    const began = performance.now();
    try {
      show(await send({ sql: editor.value, most: MOST }), Math.round(performance.now() - began));
    } catch (error) {
      fail(told(error.message));
    }
    await restarted;
    restarted = null;
    stop.hidden = true;
    stop.disabled = false;
  }

  /* As the published files are: UTF-8 with BOM, and text that a spreadsheet would run has an apostrophe before it. */
  function csv({ columns, rows }) {
    const field = (text) => {
      const safe = text === null ? "" : /^[=+@\-\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? "'" + text : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return "\ufeff" + [columns, ...rows].map((row) => row.map(field).join(",") + "\n").join("");
  }

  load.addEventListener("click", open);
  // Another region: what is loaded goes, the reader's query stays.
  choice?.addEventListener("change", () => {
    worker?.terminate();
    worker = bytes = null;
    load.disabled = false;
    load.parentNode.hidden = false;
    work.hidden = true;
    document.querySelectorAll("[data-ask]").forEach((node) => { node.hidden = true; });
    answer.replaceChildren();
    fail("");
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); }
  });
  stop.addEventListener("click", () => {
    const end = waiting;
    stop.disabled = true;
    worker.terminate();
    restarted = start().catch((error) => fail(told(error.message)));
    end(new Error("interrupted"));
  });
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(last)], { type: "text/csv;charset=utf-8" }));
    link.download = "mingbai-query.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  document.querySelectorAll("[data-ask] button").forEach((button) => {
    button.addEventListener("click", () => {
      editor.value = button.closest("section").querySelector("pre").textContent;
      form.scrollIntoView({ block: "start" });
      editor.focus();
    });
  });
})();
