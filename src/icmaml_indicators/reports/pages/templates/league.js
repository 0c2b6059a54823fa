(function () {
  var table = document.querySelector("table.league"), tools = document.querySelector(".tools");
  if (!table || !tools) return;
  var body = table.tBodies[0], heads = [].slice.call(table.tHead.rows[0].cells);
  function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  heads.forEach(function (head, column) {
    if (!head.hasAttribute("data-sort")) return;
    var button = document.createElement("button"), text = head.getAttribute("data-sort") === "text";
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.onclick = function () {
      var up = head.getAttribute("aria-sort") === "ascending" ? -1 : head.getAttribute("aria-sort") === "descending" || text || head.getAttribute("data-sort") === "up" ? 1 : -1;
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
      [].slice.call(body.rows).map(function (row) {
        var cell = row.cells[column], given = text ? cell.textContent : cell.getAttribute("data-v");
        return [row, given === null || given === "" ? null : text ? given : +given];
      }).sort(function (a, b) {
        if (a[1] === null || b[1] === null) return (a[1] === null) - (b[1] === null);
        return up * (text ? a[1].localeCompare(b[1], document.documentElement.lang) : a[1] - b[1]);
      }).forEach(function (pair) { body.appendChild(pair[0]); });
    };
  });
  var box = tools.querySelector("input"), told = tools.querySelector("output");
  tools.hidden = false;
  box.oninput = function () {
    var wanted = fold(box.value), count = 0;
    [].forEach.call(body.rows, function (row) {
      var said = [].map.call(row.querySelectorAll("th, .at-group"), function (cell) { return cell.textContent; });
      row.hidden = fold(said.join(" ")).indexOf(wanted) < 0;
      count += !row.hidden;
    });
    told.textContent = wanted ? told.getAttribute("data-words").replace("{shown}", count).replace("{count}", body.rows.length) : "";
  };
})();
