package web

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kakebot/chat"
)

func TestFirstView(t *testing.T) {
	r := newRig(t)
	for lang, heading := range map[string]string{
		"fi": "Kysy Pikku KAKE\u00a0-\u2060avustuksista", "sv": "Fråga om Pikku KAKE-bidrag", "en": "Ask about Pikku KAKE grants", "selko": "Kysy avustuksista", "xx": "Kysy Pikku KAKE\u00a0-\u2060avustuksista",
	} {
		res, page := r.get(t, "/?l="+lang)
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", lang, res.Status)
		}
		has(t, page, "<h1>"+heading+"</h1>", "automaattinen neuvoja", "<strong>Haku", `<input type="hidden" name="say" value="/kuka">`, `action="/k"`)
		hasNot(t, page, "keskustelu.txt", "/poista")
	}
	_, page := r.get(t, "/?l=selko")
	has(t, page, `<html lang="fi" data-l="selko">`)
}

func TestAskAndAnswer(t *testing.T) {
	r := newRig(t)
	place := r.begin(t, "Paljonko rahaa voi saada?")
	_, page := r.get(t, place)
	has(t, page, `<p class="bubble">Paljonko rahaa voi saada?</p>`, "8\u00a0000\u00a0€", "<li>Yksi</li>", `id="latest"`,
		`<b>Lähde</b>`, `<p lang="fi">Paljonko rahaa on?<br><q>alle 8 000 €</q></p>`, ">10.03</time>", `datetime="2018-02-19T10:03:00&#43;02:00"`,
		`href="`+place+`/keskustelu.txt"`, `value="/varaa"`, `value="/kieli sv"`, `value="/ihminen"`, `value="/omat"`)
	hasNot(t, page, `value="/kuka"`)

	r.post(t, place, "text", "toinen kysymys")
	_, page = r.get(t, place)
	has(t, page, "Kirjoitit: toinen kysymys", "Paljonko rahaa voi saada?")
	hasNot(t, page, `value="/varaa"`)
	if n := strings.Count(page, `id="latest"`); n != 1 {
		t.Errorf("%d latest", n)
	}
}

func TestPressedButtonIsShownByItsLabel(t *testing.T) {
	r := newRig(t)
	res, _ := r.post(t, "/k", "say", "/haku", "label", "Milloin haku päättyy?")
	_, page := r.get(t, res.Header.Get("Location"))
	has(t, page, `<p class="bubble">Milloin haku päättyy?</p>`, "Kirjoitit: /haku")
}

func TestForm(t *testing.T) {
	r := newRig(t)
	place := r.begin(t, "/varaa")
	_, page := r.get(t, place)
	has(t, page, `name="form" value="/varaa-tiedot"`, `autocomplete="name"`, `type="email"`, `<legend>Miten tapaamme?</legend>`, "(ei pakollinen)", ">Jatka</button>")

	res, _ := r.post(t, place, "form", "/varaa-tiedot", "label", "Yhteystiedot", "f.name", "", "f.email", "liisa@example.org", "f.how", "", "f.how", "office")
	if to := res.Header.Get("Location"); to != place+"#errors" {
		t.Errorf("went to %q", to)
	}
	_, page = r.get(t, place)
	has(t, page, "<title>Virhe: ", `id="errors"`, "Tarkista tämä kohta", `-name">Kirjoita nimesi</a>`, `aria-invalid="true"`, `value="liisa@example.org"`, `value="office" checked`)

	res, _ = r.post(t, place, "form", "/varaa-tiedot", "label", "Yhteystiedot", "f.name", "Liisa", "f.how", "phone")
	_, page = r.get(t, res.Header.Get("Location"))
	has(t, page, "Varaus on vahvistettu", `<p class="bubble">Yhteystiedot</p>`)
	hasNot(t, page, `name="form"`)

	_, after, _ := strings.Cut(page, `href="`+place+`/tiedosto/`)
	path, _, _ := strings.Cut(after, `"`)
	file, data := r.get(t, place+"/tiedosto/"+html.UnescapeString(path))
	if file.StatusCode != 200 || data != "BEGIN:VCALENDAR\r\n" || file.Header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
		file.Header.Get("Content-Disposition") != `attachment; filename="esittely 1.ics"` {
		t.Errorf("file: %s %v %q", file.Status, file.Header, data)
	}
	if res, _ := r.get(t, place+"/tiedosto/x/esittely"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown file: %s", res.Status)
	}
}

func TestSameMessageTwice(t *testing.T) {
	r := newRig(t)
	id := "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	first, _ := r.post(t, "/k", "id", id, "text", "hei")
	second, _ := r.post(t, "/k", "id", id, "text", "hei")
	place := first.Header.Get("Location")
	if second.Header.Get("Location") != place {
		t.Error("a double click began two conversations")
	}
	if strings.Contains(place, id) {
		t.Error("the message's id is the conversation's token")
	}
	_, page := r.get(t, place)
	if n := strings.Count(page, "Kirjoitit: hei"); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// A repeated message whose first answer is still being made waits for it.
func TestDoubleClickWaits(t *testing.T) {
	r := newRig(t)
	id, place := "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	who := person(tokenOf(place))
	r.memory.Claim(context.Background(), who, id)
	done := make(chan string)
	go func() {
		_, page := r.part(t, place, "id", id, "text", "hei")
		done <- page
	}()
	r.memory.Record(context.Background(), who, id, chat.Exchange{ID: id, At: r.clock.now(), Said: "hei", Reply: chat.Reply{Text: "terve"}})
	has(t, <-done, "terve")
}

func (r *rig) part(t *testing.T, path string, pairs ...string) (*http.Response, string) {
	t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	req, _ := http.NewRequest(http.MethodPost, r.Addr()+path, strings.NewReader(v.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Kake-Part", "1")
	res, err := r.http.Do(req)
	if err != nil {
		t.Error(err)
		return nil, ""
	}
	return res, body(t, res)
}

func TestPart(t *testing.T) {
	r := newRig(t)
	res, part := r.part(t, "/k", "text", "hei", "l", "fi")
	if res.StatusCode != http.StatusOK {
		t.Fatal(res.Status)
	}
	has(t, part, `data-place="/k/`, `data-l="fi"`, "Kirjoitit: hei", `id="languages"`, `id="tools"`, `id="fresh"`)
	hasNot(t, part, "automaattinen neuvoja", "<header", "<textarea")
}

func TestLanguageOfConversation(t *testing.T) {
	r := newRig(t)
	res, _ := r.post(t, "/k", "text", "hej", "l", "sv")
	_, page := r.get(t, res.Header.Get("Location"))
	has(t, page, `<html lang="sv"`, `lang="sv">`, "Skriv din fråga")
	place := strings.TrimSuffix(res.Header.Get("Location"), "#latest")
	r.post(t, place, "say", "/kieli en", "label", "English")
	_, page = r.get(t, place)
	has(t, page, `<html lang="en"`, "Write your question", ">10:03</time>")
}

func TestStoreDown(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ready = func(context.Context) error { return errDown } })
	place := r.begin(t, "hei")
	r.memory.setDown(true)
	res, page := r.post(t, place, "text", "paljonko rahaa?", "l", "fi")
	if res.StatusCode != http.StatusOK {
		t.Errorf("POST: %s", res.Status)
	}
	has(t, page, "8\u00a0000\u00a0€", "paljonko rahaa?", "Aiempia viestejä ei voi nyt näyttää", `value="/varaa"`)
	res, page = r.get(t, place)
	if res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("GET: %s", res.Status)
	}
	has(t, page, "Aiempia viestejä ei voi nyt näyttää", "<textarea")
	res, page = r.post(t, place+"/poista")
	if res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("delete: %s", res.Status)
	}
	has(t, page, "Poistaminen ei onnistunut")
	for _, path := range []string{"/keskustelu.txt", "/keskustelu.html", "/tiedosto/x/y"} {
		if res, page := r.get(t, place+path); res.StatusCode != http.StatusServiceUnavailable || len(page) < 20 {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	if res, _ := r.get(t, "/healthz"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("healthz: %s", res.Status)
	}
}

func TestDelete(t *testing.T) {
	r := newRig(t)
	place := r.begin(t, "salaisuus")
	res, _ := r.post(t, place+"/poista", "l", "sv")
	if to := res.Header.Get("Location"); to != "/poistettu?l=sv" {
		t.Fatalf("%s to %q", res.Status, to)
	}
	_, page := r.get(t, "/poistettu?l=sv")
	has(t, page, "Samtalet är raderat")
	res, page = r.get(t, place)
	if res.StatusCode != http.StatusNotFound {
		t.Error(res.Status)
	}
	has(t, page, "Keskustelua ei löydy")
	hasNot(t, page, "salaisuus")
}

func TestLongConversationShowsItsEnd(t *testing.T) {
	r := newRig(t)
	place := r.begin(t, "ensimmäinen")
	for i := range maxTurns {
		id := strings.Repeat("x", i+1)
		r.memory.Record(context.Background(), person(tokenOf(place)), id, chat.Exchange{ID: id, At: r.clock.now(), Said: "lisää", Reply: chat.Reply{Text: "vastaus"}})
	}
	_, page := r.get(t, place)
	has(t, page, "Tässä ovat viimeisimmät viestit")
	hasNot(t, page, "ensimmäinen")
	_, saved := r.get(t, place+"/keskustelu.txt")
	has(t, saved, "ensimmäinen")
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/tietoa", "/tietosuoja", "/saavutettavuus", "/poistettu", "/"} {
		for _, lang := range chat.Langs {
			res, page := r.get(t, path+"?l="+lang)
			if res.StatusCode != http.StatusOK || strings.Contains(page, "{") || strings.Count(page, "<h1>") != 1 {
				t.Errorf("%s in %s: %s\n%s", path, lang, res.Status, page)
			}
		}
	}
	_, page := r.get(t, "/tietoa")
	has(t, page, "ei ole vielä asetettu", "306/2019")
	owned := newRig(t, func(o *Options) {
		o.Owner, o.Keep = Owner{Name: "Esimerkkilän kaupunki"}, 30*24*time.Hour
	})
	_, page = owned.get(t, "/tietosuoja")
	has(t, page, "Rekisterinpitäjä: Esimerkkilän kaupunki", "30 päivää viimeisestä viestistä", "Yhteystiedot: ei ole vielä asetettu")
}

func TestOtherRoutes(t *testing.T) {
	r := newRig(t)
	for path, want := range map[string]int{
		"/healthz": 200, "/kierrokset.ics": 200, "/style.css": 200, "/kake.js": 200, "/embed.js": 200, "/icon.svg": 200,
		"/nothing": 404, "/k/short": 404, "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ": 404, "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ/keskustelu.txt": 404,
	} {
		if res, _ := r.get(t, path); res.StatusCode != want {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	res, feed := r.get(t, "/kierrokset.ics")
	has(t, feed, "BEGIN:VCALENDAR")
	if ct := res.Header.Get("Content-Type"); ct != "text/calendar; charset=utf-8" {
		t.Error(ct)
	}
	bare := newRig(t, func(o *Options) { o.Feed, o.Status = nil, nil })
	if res, _ := bare.get(t, "/kierrokset.ics"); res.StatusCode != http.StatusNotFound {
		t.Errorf("no feed: %s", res.Status)
	}
}

func TestRehearsalIsOnEveryPage(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Rehearsal = true })
	place := r.begin(t, "hei")
	for _, path := range []string{"/", place, "/tietoa", "/nothing", "/poistettu", place + "/keskustelu.txt", place + "/keskustelu.html"} {
		_, page := r.get(t, path)
		has(t, page, "Harjoitus: kello on asetettu aikaan 19.2.2018 klo\u00a010.03.")
	}
}
