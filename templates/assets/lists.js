/* What the lists of the site share: rows made by a script, a whole list loaded once, a choice kept in the address. */
(() => {
  "use strict";

  function element(tag, attributes, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  }

  /* Gives a function that loads the lines of a file once and makes a row of each; after a failure it tries again. */
  function loader(address, row, status) {
    let all = null;
    return () => {
      if (!all) {
        status.textContent = "正在载入…";
        all = fetch(address).then((answer) => {
          if (!answer.ok) throw new Error(answer.statusText);
          return answer.json();
        }).then((lines) => lines.map(row));
        all.catch(() => { all = null; });
      }
      return all;
    };
  }

  /* What is chosen, as pairs of name and value. */
  function chosen(form, names) {
    return names.map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value);
  }

  /* The choice stands in the address, so that it can be sent on. */
  function remember(pairs) {
    const query = new URLSearchParams(pairs).toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function restore(form, names) {
    const asked = new URLSearchParams(location.search);
    for (const name of names) {
      const value = asked.get(name) || "";
      const field = form.elements[name];
      if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
    }
  }

  window.mingbaiLists = { element, loader, chosen, remember, restore };
})();
