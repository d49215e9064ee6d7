import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DESK, PHONE, TABLET, launch, page, shots } from "./browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = { phone: PHONE, tablet: TABLET, desk: DESK };

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// Opens a page, collects what it complains of and asks for, and closes it again.
const visit = async (name, options, act) => {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const tab = await context.newPage();
  const complaints = [];
  const requests = [];
  tab.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  tab.on("pageerror", (error) => complaints.push(String(error)));
  tab.on("request", (request) => requests.push(request.url()));
  try {
    await tab.goto(page(name));
    const answer = await act(tab);
    assert.deepEqual(complaints, [], "the browser complains");
    assert.deepEqual(requests.map((url) => url.split("#")[0]), [page(name)], "the page asks for something else");
    return answer;
  } finally {
    await context.close();
  }
};

const shot = (tab, name, fullPage = true) => tab.screenshot({ path: join(shots, `${name}.png`), fullPage });

describe("looks", () => {
  for (const [look, options] of Object.entries(LOOKS)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`${look}, ${colorScheme}: nothing is wider than the screen`, () =>
        visit("page.html", { ...options, colorScheme }, async (tab) => {
          const width = await tab.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(width <= options.viewport.width, `${width} px`);
          await shot(tab, `page-${look}-${colorScheme}`);
        }));
    }
  }
  test("packet on a phone and a desk", async () => {
    for (const [look, options] of Object.entries(LOOKS)) {
      await visit("packet.html", options, async (tab) => {
        const width = await tab.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= options.viewport.width, `${width} px`);
        await shot(tab, `packet-${look}`);
      });
    }
  });
});

describe("accessibility", () => {
  for (const name of ["page.html", "draft.html", "packet.html"]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [look, options] of Object.entries({ phone: PHONE, desk: DESK })) {
        test(`axe on ${name}, ${look}, ${colorScheme}`, () =>
          visit(name, { ...options, colorScheme }, async (tab) => {
            for (const fold of await tab.$$("details")) await fold.evaluate((fold) => { fold.open = true; });
            if (name !== "packet.html") await tab.locator("a.bound").first().click();
            await tab.evaluate(axe);
            const { violations, passes } = await tab.evaluate(() =>
              globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
            assert.ok(passes.length > 20, "axe looked at next to nothing");
            const told = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.target).join(" | ")}`);
            assert.deepEqual(told, []);
          }));
      }
    }
  }
});

describe("without a script", () => {
  test("a bound word leads to its card and the card leads back", () =>
    visit("page.html", { ...PHONE, javaScriptEnabled: false }, async (tab) => {
      const word = tab.locator("a.bound", { hasText: "41.2 billion crowns" });
      await word.click();
      const card = tab.locator(".card:target");
      await card.waitFor();
      assert.match(await card.innerText(), /Norland's exports of goods to Sudland/);
      assert.ok(await card.evaluate((card) => card.getBoundingClientRect().top < innerHeight));
      await card.getByRole("link", { name: "41.2 billion crowns" }).click();
      assert.ok(await word.evaluate((word) => word.matches(":target")));
      await tab.locator(".lineage summary").first().click();
      assert.ok(await tab.locator(".lineage[open] .tree").first().isVisible());
    }));
  test("every bound word has a card, and every card a way back", () =>
    visit("page.html", { ...DESK, javaScriptEnabled: false }, async (tab) => {
      const words = await tab.locator("a.bound").count();
      assert.ok(words > 10);
      assert.equal(await tab.locator(".card .back a").count(), words);
    }));
});

describe("with the script", () => {
  for (const [look, options] of Object.entries(LOOKS)) {
    test(`${look}: the card opens in view, takes the focus, and Escape gives it back`, () =>
      visit("page.html", options, async (tab) => {
        const word = tab.locator("a.bound", { hasText: "about 8.6 billion" });
        await word.scrollIntoViewIfNeeded();
        await word.focus();
        await tab.keyboard.press("Enter");
        const beside = tab.locator("dialog.beside");
        await beside.waitFor();
        assert.equal(await word.getAttribute("aria-expanded"), "true");
        assert.ok(await beside.evaluate((beside) => beside.contains(document.activeElement)));
        assert.match(await beside.innerText(), /8\.6 billion NOC a year/);
        const seen = await beside.evaluate((beside) => {
          const box = beside.getBoundingClientRect();
          return box.left >= 0 && box.right <= innerWidth + 1 && box.top < innerHeight && box.bottom > 0;
        });
        assert.ok(seen, "the card is out of sight");
        const covered = await word.evaluate((word) => {
          const [box] = word.getClientRects();
          return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest("a") !== word;
        });
        assert.ok(!covered, "the card hides the words it speaks of");
        const twice = await tab.evaluate(() => {
          const ids = [...document.querySelectorAll("[id]")].map((part) => part.id);
          return ids.filter((id, at) => ids.indexOf(id) !== at);
        });
        assert.deepEqual(twice, []);
        await shot(tab, `card-${look}`, false);
        await tab.keyboard.press("Escape");
        assert.ok(!(await beside.isVisible()));
        assert.ok(await word.evaluate((word) => word === document.activeElement));
      }));
  }
  test("Next walks through the words in order, and a second click closes", () =>
    visit("page.html", DESK, async (tab) => {
      const words = tab.locator("a.bound");
      await words.nth(0).click();
      await tab.getByRole("button", { name: "Next" }).click();
      assert.equal(await words.nth(1).getAttribute("aria-expanded"), "true");
      assert.equal(await words.nth(0).getAttribute("aria-expanded"), "false");
      await words.nth(1).click();
      assert.ok(!(await tab.locator("dialog.beside").isVisible()));
    }));
});

describe("paper", () => {
  for (const [name, format] of [["page", "A4"], ["draft", "Letter"], ["packet", "A4"]]) {
    test(`${name} prints on ${format}`, () =>
      visit(`${name}.html`, DESK, async (tab) => {
        const path = join(shots, `${name}.pdf`);
        await tab.pdf({ path, format, preferCSSPageSize: false, printBackground: false });
        const pages = readFileSync(path, "latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
        assert.ok(pages >= 2 && pages <= 12, `${pages} pages`);
        assert.ok(statSync(path).size > 10_000);
      }));
  }
});
