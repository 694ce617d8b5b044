/* What a reader can do with a chart, loaded when one of its buttons is used: plotly's interactive form, a picture to
   keep, an address to embed. No request leaves the site; a picture is made in the page from the drawing itself. */
const site = new URL("..", import.meta.url);
const PICTURE = { width: 720, edge: 20 };
const RESOLVED = ["fill", "fill-opacity", "stroke", "stroke-width", "font-size", "text-anchor"];
const FAMILY = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif';
const drawn = new Map();
let plotly = null;

// plotly brings its words in English; these are those of the buttons that its charts show here.
const LOCALE = {
  moduleType: "locale",
  name: "zh-CN",
  dictionary: {
    "Zoom in": "放大", "Zoom out": "缩小", "Reset axes": "回到原样", "Autoscale": "自动适应大小", "Pan": "平移", "Zoom": "缩放",
    "Download plot as a PNG": "下载图片（PNG）", "Download plot as a png": "下载图片（PNG）", "Download plot": "下载图片",
    "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候", "Snapshot succeeded": "图片已生成",
    "Sorry, there was a problem downloading your snapshot!": "图片没有生成。",
    "Double-click to zoom back out": "双击回到原样", "Double-click on legend to isolate one trace": "双击图例只看这一项",
    "source:": "来自：", "target:": "去向：", "incoming flow count:": "流入项数：", "outgoing flow count:": "流出项数：",
  },
  format: {
    days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
    shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    months: ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y-%m-%d", decimal: ".", thousands: ",", grouping: [3], currency: ["¥", ""],
  },
};

const titleOf = (figure) => figure.querySelector("h3").textContent.trim();
const lineOf = (node) => node.textContent.replace(/\s+/g, " ").trim();
const pageOf = () => [...document.querySelector("h1").childNodes].map(lineOf).filter(Boolean).join(" ");

// --- the interactive form -------------------------------------------------------------------------------------
function loadPlotly() {
  plotly ||= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL("assets/plotly.min.js", site).href;
    script.onload = () => { window.Plotly.register(LOCALE); done(window.Plotly); };
    script.onerror = () => { plotly = null; script.remove(); fail(new Error("plotly")); };
    document.head.append(script);
  });
  return plotly;
}

function inColours(chart) {
  const style = getComputedStyle(document.body);
  const value = (name) => style.getPropertyValue(name).trim();
  const colour = (key) => value(`--mb-c-${key}`);
  const font = { color: value("--md-default-fg-color"), family: value("--md-text-font"), size: 13 };
  const axis = { gridcolor: value("--mb-rule"), zerolinecolor: font.color, linecolor: value("--mb-rule") };
  const data = chart.data.map((trace) => trace.type === "sankey"
    ? {
        ...trace,
        node: { ...trace.node, color: trace.meta.map(colour), line: { width: 0 } },
        link: {
          ...trace.link,
          value: trace.link.value.map(Number),
          color: trace.link.source.map((from, n) => fade(colour(trace.meta[from === middle(trace) ? trace.link.target[n] : from]))),
        },
        textfont: font,
      }
    : { ...trace, marker: { ...trace.marker, color: colour(trace.meta) } });
  const layout = { ...chart.layout, font, xaxis: { ...chart.layout.xaxis, ...axis }, yaxis: { ...chart.layout.yaxis, ...axis } };
  return [data, layout];
}

const middle = (trace) => trace.link.target[0];
const fade = (hex) => hex + "59";

async function plot(button) {
  const figure = button.closest("figure");
  const target = figure.querySelector(".mb-plot");
  if (!target.hidden) {
    target.hidden = true;
    figure.classList.remove("is-plotted");
    button.textContent = "互动图表";
    return;
  }
  const [library, answer] = await Promise.all([loadPlotly(), fetch(button.dataset.plot)]);
  const chart = await answer.json();
  target.hidden = false;
  const options = {
    responsive: true, locale: "zh-CN", displaylogo: false, displayModeBar: true,
    modeBarButtons: [chart.data[0].type === "sankey" ? ["toImage"] : ["zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]],
    toImageButtonOptions: { filename: fileName(figure) },
  };
  await library.newPlot(target, ...inColours(chart), options);
  drawn.set(target, chart);
  figure.classList.add("is-plotted");
  button.textContent = "回到静态图";
}

new MutationObserver(() => {
  drawn.forEach((chart, target) => { if (!target.hidden) window.Plotly.react(target, ...inColours(chart)); });
}).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });

// --- a picture that says by itself what it shows and where it is from --------------------------------------------
function element(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

// A copy on light ground, for which pictures are made whatever the page is now; `read` sees it as it is set there.
function onLight(node, width, read) {
  const host = document.createElement("div");
  host.className = "md-typeset";
  host.dataset.mdColorScheme = "default";
  host.style.cssText = `position:absolute;left:-9999px;top:0;width:${width}px`;
  host.append(node.cloneNode(true));
  document.body.append(host);
  const found = read(host.firstChild);
  host.remove();
  return found;
}

function resolved(copy) {
  copy.querySelectorAll("rect, path, text, line").forEach((node) => {
    const style = getComputedStyle(node);
    RESOLVED.forEach((name) => node.setAttribute(name, style.getPropertyValue(name)));
    node.removeAttribute("class");
  });
  copy.querySelectorAll("title, desc").forEach((node) => node.remove());
  ["class", "role", "aria-labelledby"].forEach((name) => copy.removeAttribute(name));
  return copy;
}

function lines(text, size, width) {
  const found = [""];
  let room = width;
  // A number or a word stays whole, and no line begins with a mark that closes.
  for (const piece of text.match(/[!-~]+[，。；：、）]*|[^][，。；：、）]*/gu) || []) {
    const wide = [...piece].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? size : size * 0.58), 0);
    if (room < wide && found.at(-1)) { found.push(""); room = width; }
    found[found.length - 1] += piece;
    room -= wide;
  }
  return found;
}

function picture(figure) {
  const { width, edge } = PICTURE;
  const inner = width - 2 * edge;
  const all = element("svg", { xmlns: "http://www.w3.org/2000/svg", width, role: "img", "font-family": FAMILY });
  const said = [...figure.querySelectorAll(".mb-say")].map((say) => {
    const copy = say.cloneNode(true);
    copy.querySelectorAll(".mb-flag").forEach((mark) => mark.remove());
    return lineOf(copy);
  });
  let y = edge;
  const write = (text, size, attributes) => {
    for (const line of lines(text, size, inner)) {
      y += Math.round(size * 1.5);
      all.append(element("text", { x: edge, y: y - Math.round(size * 0.4), "font-size": size, fill: "#1d2126", ...attributes }, line));
    }
  };
  all.append(element("title", {}, titleOf(figure)), element("desc", {}, said.join("")));
  write(titleOf(figure), 20, { "font-weight": 700 });
  write(pageOf(), 14, { fill: "#4c545e" });
  said.forEach((line) => write(line, 15));
  y += 8;
  let x = edge;
  figure.querySelectorAll(".mb-legend li").forEach((item) => {
    const look = onLight(item.querySelector(".mb-swatch"), inner, (swatch) => {
      const style = getComputedStyle(swatch);
      const key = style.getPropertyValue("--mb-k").trim();
      const hollow = parseFloat(style.borderTopWidth) > 0;
      return { fill: key, "fill-opacity": hollow ? 0.22 : 1, stroke: key, "stroke-width": hollow ? 1.5 : 0 };
    });
    all.append(element("rect", { x, y: y + 4, width: 12, height: 12, ...look }));
    all.append(element("text", { x: x + 18, y: y + 15, "font-size": 14, fill: "#1d2126" }, lineOf(item)));
    x += 40 + 15 * lineOf(item).length;
  });
  if (x > edge) y += 26;
  const drawing = onLight(figure.querySelector(".mb-svg"), inner, resolved);
  for (const [name, value] of Object.entries({ x: edge, y, width: inner })) drawing.setAttribute(name, value);
  all.append(drawing);
  y += Number(drawing.getAttribute("height"));
  write(lineOf(figure.querySelector(".mb-under")), 13, { fill: "#4c545e" });
  write(`${document.querySelector("meta[name=application-name]").content} ${location.href.split("#")[0]}#${figure.id}`, 13, { fill: "#4c545e" });
  const height = y + edge;
  all.setAttribute("height", height);
  all.setAttribute("viewBox", `0 0 ${width} ${height}`);
  all.prepend(element("rect", { width, height, fill: "#ffffff" }));
  return new XMLSerializer().serializeToString(all);
}

const fileName = (figure) => `${pageOf()} ${titleOf(figure)}`.replace(/[\s\\/:*?"<>|]+/g, "-");

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function download(button) {
  const figure = button.closest("figure");
  const text = picture(figure);
  const svg = new Blob([text], { type: "image/svg+xml;charset=utf-8" });
  if (button.dataset.picture === "svg") { keep(svg, `${fileName(figure)}.svg`); return; }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
  keep(png, `${fileName(figure)}.png`);
}

// --- an address to embed -----------------------------------------------------------------------------------------
function embed(link) {
  const row = link.closest("p");
  const open = row.nextElementSibling?.matches(".mb-embed") && row.nextElementSibling;
  if (open) { open.remove(); link.setAttribute("aria-expanded", "false"); return; }
  const figure = link.closest("figure");
  const height = Math.round(figure.querySelector(".mb-svg").getBoundingClientRect().height) + 320;
  const code = document.createElement("iframe");
  for (const [name, value] of Object.entries({ src: link.href, title: `${titleOf(figure)}：${pageOf()}`, width: "100%", height, style: "border:0", loading: "lazy" })) {
    code.setAttribute(name, value);
  }
  const box = document.createElement("div");
  box.className = "mb-embed";
  box.innerHTML = '<label>把这一段放进自己的网页：<textarea readonly rows="4"></textarea></label><p><button type="button" class="mb-button">复制</button> <a>看单独一页</a></p>';
  box.querySelector("textarea").value = code.outerHTML;
  box.querySelector("a").href = link.href;
  box.querySelector("button").addEventListener("click", async (event) => {
    box.querySelector("textarea").select();
    await navigator.clipboard?.writeText(code.outerHTML);
    event.target.textContent = navigator.clipboard ? "已复制" : "已选中，请按复制键";
  });
  row.after(box);
  link.setAttribute("aria-expanded", "true");
  box.querySelector("textarea").focus();
}

export async function act(button) {
  if (button.dataset.embed !== undefined) return embed(button);
  return button.dataset.picture ? download(button) : plot(button);
}
