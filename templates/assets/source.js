/* From a figure to its source: a tap on a figure opens a panel with the page's picture and the very cell outlined, the
   characters as printed, how they were read, and a way to report an error. Without a script, or with a modifier key, the
   link goes to the page itself. Nothing is fetched before the first tap, and nothing from another site. */
(() => {
  "use strict";
  const script = document.currentScript;
  const base = new URL("..", script.src);
  const reportTo = script.dataset.report || "";
  const contact = script.dataset.contact || "";
  const known = new Map();
  const AT_ONCE = 100;
  let panel = null;
  let turn = 0;

  const make = (name, words = "", className = "") => {
    const node = document.createElement(name);
    if (words) node.textContent = words;
    if (className) node.className = className;
    return node;
  };
  const at = (path) => new URL(path, base).href;

  /* The report that a figure's link leads into: …/data/<report>/source/file.pdf or …/<report>/source/#L1. */
  function reportOf(link) {
    if (!link.pathname.startsWith(base.pathname)) return "";
    const found = /^(?:data\/)?(.+?)\/source\//.exec(link.pathname.slice(base.pathname.length));
    return found ? found[1] : "";
  }

  function load(report) {
    if (!known.has(report)) {
      const asked = fetch(at(`${report}/figures.json`)).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
      asked.catch(() => known.delete(report));
      known.set(report, asked);
    }
    return known.get(report);
  }

  function style() {
    if (document.getElementById("mb-source-style")) return Promise.resolve();
    return new Promise((done) => {
      const sheet = make("link");
      sheet.id = "mb-source-style";
      sheet.rel = "stylesheet";
      sheet.href = at("assets/source.css");
      sheet.onload = sheet.onerror = done;
      document.head.append(sheet);
    });
  }

  function build() {
    panel = make("dialog", "", "mb-source");
    panel.setAttribute("aria-labelledby", "mb-source-h");
    panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
    panel.addEventListener("close", () => { turn += 1; });
    (document.querySelector(".md-content .md-typeset") || document.body).append(panel);
    return panel;
  }

  // --- the picture of the page ------------------------------------------------------------------------------
  function picture(told, fact) {
    const [file, width, height] = told.pictures[fact.picture];
    const part = make("div", "", "mb-page");
    const view = make("div", "", "mb-page-view");
    const sheet = make("div", "", "mb-page-sheet");
    const image = make("img");
    image.width = width;
    image.height = height;
    image.alt = `${fact.place}的图${fact.box ? `，框出的是“${fact.raw}”${fact.t === "N" ? "所在的地方" : ""}` : ""}`;
    image.addEventListener("error", () => part.replaceChildren(make("p", "这一页的图没有载入，请打开原文。", "mb-note")));
    image.src = at(file);
    sheet.style.setProperty("--mb-w", `${width}px`);
    sheet.append(image);
    if (fact.box) {
      const [x0, y0, x1, y1] = fact.box.map((share) => share * 100);
      const frame = make("span", "", "mb-page-cell");
      Object.assign(frame.style, { left: `${x0}%`, top: `${y0}%`, width: `${x1 - x0}%`, height: `${y1 - y0}%` });
      sheet.append(frame);
    }
    view.tabIndex = 0;
    view.setAttribute("role", "group");
    view.setAttribute("aria-label", `${fact.place}的图，可以用方向键移动`);
    view.append(sheet);
    const size = make("button", "看整页", "mb-button");
    size.type = "button";
    size.addEventListener("click", () => {
      const whole = view.classList.toggle("is-whole");
      size.textContent = whole ? "放大看" : "看整页";
      centre(view, fact);
    });
    part.append(view, size);
    return part;
  }

  /* A cell stands towards the right, so that the name of its row shows as far as there is room; a number of a sentence in
     the middle. */
  function centre(view, { box, t }) {
    if (!view || !box) return;
    const sheet = view.firstElementChild;
    const across = t === "N" ? (box[0] + box[2]) / 2 * sheet.offsetWidth - view.clientWidth / 2 : box[2] * sheet.offsetWidth - view.clientWidth * 0.94;
    view.scrollLeft = across;
    view.scrollTop = (box[1] + box[3]) / 2 * sheet.offsetHeight - view.clientHeight / 2;
  }

  // --- what is said of the figure ---------------------------------------------------------------------------
  function row(list, name, ...parts) {
    const pair = make("div");
    const words = make("dd");
    words.append(...parts);
    pair.append(make("dt", name), words);
    list.append(pair);
  }

  /* Each piece stands by itself, for a reader of another language too. */
  const apart = (...words) => words.filter(Boolean).flatMap((one, at) => (at ? [" · ", make("span", one)] : [make("span", one)]));

  function findings(told, fact) {
    if (!fact.found) return [make("span", "没有核对发现涉及这个数")];
    return fact.found.flatMap(([href, words], index) => {
      const link = make("a", words);
      link.href = at(told.page + href);
      link.addEventListener("click", () => panel.close());
      return index ? [make("br"), link] : [link];
    });
  }

  function shown(link, fact) {
    const words = link.textContent.trim().replace(/\s+/g, " ");
    return fact.unit && !words.endsWith(fact.unit) && /\d$/.test(words) ? `${words} ${fact.unit}` : words;
  }

  function lines(told, fact, name, link) {
    return [
      `数字：${told.title}，${name}`,
      `页面上：${shown(link, fact)}；原文印的：${fact.raw}`,
      `位置：${fact.file || told.file}，${fact.place}`,
      `固定地址：${own(told, link)}`,
      `源文件 SHA-256：${told.parts[fact.file] || told.sha256}`,
      `数据版本：${told.version}`,
    ];
  }

  /* The figure's own address: the page, and the element that has the figure at home. */
  const own = (told, link) => at(`${told.page}#f-${link.dataset.fact}`);

  function citation(told, fact, name, link) {
    return `${told.title}：${name}，${shown(link, fact)}（原文印作“${fact.raw}”，${fact.file || told.file}，${fact.place}）。`
      + `${document.querySelector("meta[name=application-name]").content}，${own(told, link)}，数据版本 ${told.version}，源文件 SHA-256 ${told.parts[fact.file] || told.sha256}。`;
  }

  function errorRow(told, fact, name, link) {
    if (reportTo) {
      const way = make("a", "报告这个数的错误", "mb-button");
      const fill = { title: `报告错误：${told.title}，${name}`, body: `${lines(told, fact, name, link).join("\n")}\n\n问题：\n` };
      way.href = reportTo.replace(/\{(title|body)\}/g, (_, part) => encodeURIComponent(fill[part]));
      way.rel = "noopener external";
      return way;
    }
    if (contact) return make("p", `报告错误请写信给：${contact}，附上下面“复制出处”的几行。`, "mb-note");
    return make("p", "本站还没有设置接收错误报告的地址；可以复制出处，向公布报告的部门核实。", "mb-note");
  }

  function copier(label, text) {
    if (!navigator.clipboard) return [];
    const button = make("button", label, "mb-button");
    const status = make("span", "", "mb-hear");
    button.type = "button";
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = status.textContent = "已复制";
    });
    return [button, status];
  }

  function address(told, link) {
    const way = make("a", `#f-${link.dataset.fact}`);
    way.href = own(told, link);
    way.addEventListener("click", () => panel.close());
    return way;
  }

  function fill(told, fact, link) {
    const table = told.tables[fact.t];
    const name = `${table ? table.name + " " : ""}${fact.name}`;
    const head = make("div", "", "mb-source-head");
    const title = make("h2", fact.name);
    title.id = "mb-source-h";
    const close = make("button", "关闭", "mb-button");
    close.type = "button";
    close.addEventListener("click", () => panel.close());
    head.append(title, close);
    const list = make("dl");
    if (at(told.page) !== location.href.split(/[?#]/)[0]) {
      const whole = make("a", told.title);
      whole.href = at(told.page);
      row(list, "哪份报告", whole);
    }
    row(list, "原文印的", make("strong", fact.raw), table && table.unit && /\d$/.test(fact.raw) ? `（表的单位：${table.unit}）` : "");
    row(list, "页面上", shown(link, fact));
    if (fact.quote) row(list, "原文这一行", make("q", fact.quote));
    row(list, "在哪里", ...apart(fact.file ? "" : told.file, table ? table.name : "文字说明", fact.place));
    if (told.basis[fact.t]) row(list, "口径", told.basis[fact.t]);
    row(list, "怎么读的", ...apart(fact.read || told.text, table ? table.proof : ""));
    row(list, "核对", ...findings(told, fact));
    row(list, "固定地址", address(told, link));
    const open = make("a", `打开原文（${fact.place}）`, "mb-button mb-button-strong");
    open.href = link.href;
    const ways = make("p", "", "mb-source-ways");
    ways.append(open, ...copier("复制引用", citation(told, fact, name, link)),
      ...copier("复制出处", lines(told, fact, name, link).join("\n")));
    const report = errorRow(told, fact, name, link);
    if (reportTo) ways.append(report);
    panel.replaceChildren(head, ...(fact.picture ? [picture(told, fact)] : []), list, ways, ...(reportTo ? [] : [report]));
  }

  async function show(link) {
    const mine = (turn += 1);
    let told;
    try {
      [told] = await Promise.all([load(reportOf(link)), style()]);
      if (!told.facts[link.dataset.fact]) throw new Error("unknown figure");
    } catch (error) {
      if (mine === turn) location.href = link.href;
      return;
    }
    if (mine !== turn) return;
    const fact = told.facts[link.dataset.fact];
    panel ||= build();
    fill(told, fact, link);
    panel.showModal();
    panel.scrollTop = 0;
    centre(panel.querySelector(".mb-page-view"), fact);
  }

  if (typeof HTMLDialogElement === "undefined") return;
  /* A page has hundreds of figures: they say that they open a panel when there is time to tell. */
  const figures = [...document.querySelectorAll("a.mb-fig[data-fact]")];
  const soon = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  const tell = () => {
    figures.splice(0, AT_ONCE).forEach((link) => { if (reportOf(link)) link.setAttribute("aria-haspopup", "dialog"); });
    if (figures.length) soon(tell);
  };
  soon(tell);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.mb-fig[data-fact]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!reportOf(link)) return;
    event.preventDefault();
    show(link);
  });
})();
