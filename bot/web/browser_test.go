package web

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func TestInBrowser(t *testing.T) {
	browser := openBrowser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %t", scripts), func(t *testing.T) { converse(t, browser, scripts) })
	}
	t.Run("announces once and keeps focus", func(t *testing.T) { announces(t, browser) })
	t.Run("a late message disturbs nothing", func(t *testing.T) { disturbsNothing(t, browser) })
	t.Run("narrow", func(t *testing.T) { narrow(t, browser) })
	t.Run("falls back", func(t *testing.T) { fallsBack(t, browser) })
	t.Run("language", func(t *testing.T) { changesLanguage(t, browser) })
	t.Run("embedded", func(t *testing.T) { embedded(t, browser) })
}

// converse asks, presses a button, fills in a form wrongly and rightly, and deletes.
func converse(t *testing.T, browser context.Context, scripts bool) {
	r := newRig(t)
	b := openTab(t, browser, 390, 844, scripts)
	b.open(r.Addr() + "/")
	b.keys("#text", "Paljonko rahaa voi saada?")
	b.click("#ask .main")
	b.see("Tapahtumaan voi saada")
	b.is("location.pathname.startsWith('/k/')")
	b.is("document.querySelector('#text').value === ''")
	b.is("!document.querySelector('[value=\"/kuka\"]')")
	b.press("Varaa esittely")
	b.see("Kerro, kuka olet.")
	b.is("document.querySelectorAll('.live').length === 1")
	b.keys("[name='f.email']", "liisa@example.org")
	b.click(".fields .main")
	b.see("Tarkista nämä kohdat")
	b.until("document.activeElement.id === 'errors'")
	b.is("document.querySelector('[name=\"f.email\"]').value === 'liisa@example.org'")
	b.click("#errors li:nth-child(2) a")
	b.until("document.activeElement.type === 'radio'")
	b.keys("[name='f.name']", "Liisa Esimerkki")
	b.click(".pick")
	b.click(".fields .main")
	b.see("Varaus on vahvistettu, Liisa Esimerkki.")
	b.is("document.querySelectorAll('.file a').length === 1 && !document.querySelector('.fields')")
	if n := len(r.memory.talks); n != 1 {
		t.Errorf("%d conversations", n)
	}
	b.click("summary")
	b.click(".danger")
	b.see("Keskustelu on poistettu")
	if n := len(r.memory.talks); n != 0 {
		t.Errorf("%d conversations are left", n)
	}
}

const watchAnnouncements = `window.said = []; new MutationObserver(all => all.forEach(m => m.addedNodes.forEach(n => said.push(n.textContent))))
	.observe(document.getElementById('log'), { childList: true, subtree: true, characterData: true }); true`

func announces(t *testing.T, browser context.Context) {
	r := newRig(t)
	b := openTab(t, browser, 390, 700, true)
	b.open(r.Addr() + "/")
	b.is("document.getElementById('log').childNodes.length === 0")
	b.run(watchAnnouncements)
	b.keys("#text", "pitkä\r")
	b.see("Pitkä vastaus")
	b.is("said.length === 1 && said[0].startsWith('KAKE-botti: Pitkä vastaus')")
	b.is("document.activeElement.id === 'text'")
	b.is("(y => y >= 0 && y < 40)(document.querySelector('#latest').getBoundingClientRect().top)")
	b.keys("#text", "paljonko rahaa\r")
	b.see("Tapahtumaan voi saada")
	b.is("said.length === 2 && said[1].includes('Tapahtumaan') && !said[1].includes('Lähde')")
	b.press("Milloin haku päättyy?")
	b.see("Kirjoitit: /haku")
	b.is("said.length === 3 && document.activeElement.id === 'latest'")
	b.is("getComputedStyle(document.getElementById('talk')).display !== 'none' && !document.querySelector('#talk [aria-live]')")
}

func disturbsNothing(t *testing.T, browser context.Context) {
	r := newRig(t)
	b := openTab(t, browser, 390, 700, true)
	place := r.begin(t, "pitkä")
	b.open(r.Addr() + place)
	b.run(watchAnnouncements)
	b.keys("#text", "kesken")
	b.run("scrollTo(0, 120)")
	late(t, r, place)
	b.see("Haku päättyy pian.")
	b.is("said.length === 1 && said[0] === 'KAKE-botti: Haku päättyy pian.'")
	b.is("scrollY === 120 && document.activeElement.id === 'text' && text.value === 'kesken'")
}

func narrow(t *testing.T, browser context.Context) {
	r := newRig(t)
	money, form := r.begin(t, "rahaa"), r.begin(t, "/varaa")
	r.post(t, form, "form", "/varaa-tiedot", "label", "Yhteystiedot")
	typed := r.begin(t, strings.Repeat("pitkäsana", 40))
	b := openTab(t, browser, 320, 640, true)
	for _, path := range []string{"/", "/?l=sv", "/?l=en", "/?l=selko", money, form, typed, "/tietoa", "/tietosuoja", "/saavutettavuus", "/poistettu"} {
		b.open(r.Addr() + path)
		b.is("document.documentElement.scrollWidth === document.documentElement.clientWidth")
		b.is(`[...document.querySelectorAll('.choice, .main, .danger, .pick, .go, input:not([type=hidden]):not([type=radio]), textarea')]
			.every(e => !e.checkVisibility() || e.getBoundingClientRect().height >= 44)`)
		b.is(`[...document.querySelectorAll('header a, button, footer a, summary')].every(e => !e.checkVisibility() || e.getBoundingClientRect().height >= 24)`)
	}
}

// A request that fails is sent as an ordinary form, and what was typed is kept.
func fallsBack(t *testing.T, browser context.Context) {
	r := newRig(t)
	b := openTab(t, browser, 390, 700, true)
	place := r.begin(t, "hei")
	b.open(r.Addr() + place)
	b.run("window.fetch = () => Promise.reject(new Error('no network')); window.stays = true")
	b.keys("#text", "rahaa\r")
	b.until("!window.stays && document.body.innerText.includes('Tapahtumaan voi saada')")
}

func changesLanguage(t *testing.T, browser context.Context) {
	r := newRig(t)
	b := openTab(t, browser, 390, 700, true)
	b.open(r.Addr() + "/")
	b.keys("#text", "hei\r")
	b.see("Kirjoitit: hei")
	b.press("Svenska")
	b.see("Skriv din fråga")
	b.keys("#text", "/kieli en\r")
	b.see("Write your question")
	if n := len(r.memory.talks); n != 1 {
		t.Errorf("%d conversations", n)
	}
	for _, all := range r.memory.talks {
		if len(all) != 3 {
			t.Errorf("%d exchanges", len(all))
		}
	}
}
