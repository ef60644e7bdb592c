package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const chromium = "/usr/bin/chromium"

// TestPage drives the real page of a real process in Chromium, with and without
// its scripts: ask, book, come back by the code, cancel.
func TestPage(t *testing.T) {
	if _, err := os.Stat(chromium); err != nil {
		if os.Getenv("KAKEBOT_REQUIRE_CHROMIUM") == "1" {
			t.Fatal(err)
		}
		t.Skip("no Chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(browser); err != nil {
		t.Fatal(err)
	}
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %t", scripts), func(t *testing.T) {
			_, at := serving(t, nil, "--now", "2018-02-12T09:00", "--slots", "2018-02-13T10:00,2018-02-14T13:00")
			p := page{t: t}
			var cancel context.CancelFunc
			p.ctx, cancel = chromedp.NewContext(browser)
			defer cancel()
			if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(390, 844)); err != nil {
				t.Fatal(err)
			}
			if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts}); err != nil {
				t.Fatal(err)
			}
			p.do(chromedp.Navigate(at + "/"))
			p.see("automaattinen palvelu")
			p.see("Harjoitus")
			p.say("Paljonko kehittämishankkeeseen saa rahaa?")
			p.see("alle 70 000 €")
			p.see("tai kehittämishankkeita (alle 70 000€).")
			p.say("haluan varata ajan")
			p.press("keskiviikko 14.2. klo 13.00")
			p.see("Pidän sinulle tämän ajan")
			p.do(chromedp.SendKeys(chromedp.CSS("[name='f.name']"), "Maija Testinen"))
			p.do(chromedp.Click(chromedp.CSS(".fields .main")))
			p.see("Aika on varattu: keskiviikko 14.2. klo 13.00")
			code := p.text("(document.body.innerText.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/) || [''])[0]")
			p.see("kake-" + strings.ToLower(code) + ".ics")

			p.press("Kerro ideastasi neuvojalle etukäteen")
			p.see("Älä kirjoita osallistujien nimiä")
			p.do(chromedp.SendKeys(chromedp.CSS("[name='f.whom']"), "työttömille nuorille"))
			p.do(chromedp.Click("//label[contains(., 'Valmennus')]"))
			p.do(chromedp.Click(chromedp.CSS(".fields .main")))
			p.see("Alkamisaika")
			p.do(chromedp.SendKeys(chromedp.CSS("[name='f.start']"), "syyskuussa"))
			p.do(chromedp.Click(chromedp.CSS(".fields .main")))
			p.see("Saako neuvoja nähdä nämä tiedot?")
			p.see("Kenelle: työttömille nuorille")
			p.see("Toiminnan laji: Valmennus")
			p.see("Alkamisaika: syyskuussa")
			p.press("Kyllä, neuvoja saa nähdä")
			p.see("Neuvoja näkee nyt tietosi")

			p.do(chromedp.Navigate(at + "/"))
			p.say(code)
			p.see("Sinulla on nämä varaukset")
			p.press("Peru aika")
			p.see("Perutaanko varaus")
			p.press("Kyllä, peru varaus")
			p.see("Varaus on peruttu: keskiviikko 14.2. klo 13.00")
			p.say("omat varaukset")
			p.see("Sinulla ei ole varauksia")
		})
	}
}

// A page is a tab that a person looks at.
type page struct {
	t   *testing.T
	ctx context.Context
}

func (p page) do(step chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, step); err != nil {
		p.t.Fatalf("%v, on\n%s", err, p.text("document.body.innerText"))
	}
}

// say types into the message box and sends it.
func (p page) say(words string) {
	p.t.Helper()
	p.do(chromedp.SendKeys(chromedp.CSS("#text"), words))
	p.do(chromedp.Click(chromedp.CSS("#ask .main")))
}

func (p page) press(label string) {
	p.t.Helper()
	p.do(chromedp.Click(fmt.Sprintf("//ul//button[text()='%s']", label)))
}

func (p page) text(script string) string {
	s, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](script))
	return s
}

// see waits until the page shows words; all kinds of space are alike.
func (p page) see(words string) {
	p.t.Helper()
	words = strings.ReplaceAll(words, "\u00a0", " ")
	defer func() {
		if p.t.Failed() {
			p.t.Logf("the page is\n%s", p.text("document.body.innerText"))
		}
	}()
	eventually(p.t, "the page shows "+words, func() bool {
		ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
		defer cancel()
		s, err := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body ? document.body.innerText : ''"))
		return err == nil && strings.Contains(strings.ReplaceAll(s, "\u00a0", " "), words)
	})
}
