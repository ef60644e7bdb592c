package chattest

import (
	"fmt"
	"strings"

	"kakebot/chat"
)

// A Sample is a reply that every channel has to show well.
type Sample struct {
	Name  string
	Reply chat.Reply
}

// Replies are the samples that the renderings of the channels are held to: one
// of each kind that the handlers give, and the limits.
func Replies() []Sample {
	source := chat.Source{Heading: "Rahoitettavia kohteita", Quote: "Tapahtumat alle 8 000 €", Line: 31}
	helped := []chat.Choice{{Label: "Auttoi", Say: "/auttoi limit_event"}, {Label: "Ei auttanut", Say: "/ei-auttanut limit_event"}}
	times := []chat.Choice{
		{Label: "tiistai 13.2. klo 10.00", Say: "/varaa 2018-02-13T10:00", OpensForm: true},
		{Label: "keskiviikko 14.2. klo 13.00", Say: "/varaa 2018-02-14T13:00", OpensForm: true},
		{Label: "Mikään ei sovi", Say: "/toive", OpensForm: true},
	}
	field := func(name, label, question string) chat.Field {
		return chat.Field{Name: name, Label: label, Question: question, Hint: "Voit jättää tyhjäksi."}
	}
	idea := chat.Form{ID: "/tiedot", Title: "Tietosi neuvojalle", Submit: "Vahvista varaus", Ask: "name", Fields: []chat.Field{
		field("name", "Nimi", "Mikä on nimesi?"),
		{Name: "what", Label: "Idea", Question: "Kerro ideasta lyhyesti.", Hint: "Älä kirjoita henkilötunnusta.", Value: "Kyläjuhla & <markkinat>", Long: true},
		{Name: "grant", Label: "Tapahtuma vai kehittämishanke", Question: "Onko ideasi tapahtuma vai kehittämishanke?", Value: "event",
			Options: []chat.Choice{{Label: "Tapahtuma", Say: "event"}, {Label: "Kehittämishanke", Say: "project"}, {Label: "En tiedä vielä", Say: ""}}},
		field("reach", "Yhteystieto", "Mistä neuvoja tavoittaa sinut?"),
		field("needs", "Tulkki tai muu tarve", "Tarvitsetko tulkin?"),
	}}
	wrong := idea
	wrong.Errors = map[string]string{"reach": "Tarkista yhteystieto: sähköpostissa on @-merkki.", "": "Yhdessä kohdassa on korjattavaa."}
	booking := chat.Form{ID: "/varauslomake", Title: "Varaa aika", Submit: "Vahvista varaus", Fields: []chat.Field{
		{Name: "slot", Label: "Aika", Question: "Mikä aika sopii?", Required: true, Options: []chat.Choice{
			{Label: "klo 10.00", Say: "2018-02-13T10:00", Group: "tiistai 13.2."},
			{Label: "klo 13.00", Say: "2018-02-13T13:00", Group: "tiistai 13.2."},
			{Label: "klo 13.00", Say: "2018-02-14T13:00", Group: "keskiviikko 14.2."},
		}},
		field("name", "Nimi", "Mikä on nimesi?"),
		{Name: "what", Label: "Idea", Question: "Kerro ideasta lyhyesti.", Long: true},
	}}
	var ten []chat.Choice
	for i := range chat.MaxChoices {
		ten = append(ten, chat.Choice{Label: fmt.Sprintf("%d %s", i, strings.Repeat("ä", chat.MaxLabel-2)), Say: fmt.Sprintf("%d%s", i, strings.Repeat("s", chat.MaxSay-1))})
	}
	return []Sample{
		{"answer", chat.Reply{Text: "Paljonko tapahtumaan saa?\n\nTapahtuman avustus on **alle 8 000 €**. Lomakkeet: [joensuu.fi/lomakkeet](https://www.joensuu.fi/lomakkeet).",
			Choices: []chat.Choice{{Label: "Milloin haku on?", Say: "Milloin haku on?"}, {Label: "Varaa aika", Say: "/varaa", OpensForm: true}},
			Sources: []chat.Source{source}, Helped: helped, Lang: "fi", Topic: "limit_event"}},
		{"answer-sv", chat.Reply{Text: "Bidraget för ett evenemang är **under 8 000 €**.", Choices: []chat.Choice{{Label: "Boka tid", Say: "/varaa", OpensForm: true}},
			Sources: []chat.Source{source, {Heading: source.Heading, Quote: "Kehittämishankkeet alle 70 000 €", Line: 32}}, Lang: "sv", Topic: "limit_event"}},
		{"list", chat.Reply{Text: "Olen automaattinen neuvoja:\n\n- **Kysymykset** avustuksista\n- **Ajan varaus**: kirjoita ”varaa”\n\nEn tee päätöksiä.", Lang: "fi", Topic: "help"}},
		{"times", chat.Reply{Text: "Neuvojalla on vapaana nämä ajat.\n\n1. tiistai 13.2. klo 10.00\n2. keskiviikko 14.2. klo 13.00", Choices: times, Dialog: &booking, Lang: "fi", Topic: "book"}},
		{"form", chat.Reply{Text: "Pidän sinulle tämän ajan: **tiistai 13.2. klo 10.00**.", Form: &idea, Choices: []chat.Choice{{Label: "Vahvista heti", Say: "/vahvista"}, {Label: "Keskeytä", Say: "/keskeytä"}}, Lang: "fi", Topic: "book"}},
		{"form-errors", chat.Reply{Form: &wrong, Lang: "fi", Topic: "book"}},
		{"booked", chat.Reply{Text: "**Aika on varattu: tiistai 13.2. klo 10.00.** Varauskoodisi on **K2M4-Q7XD**.", Private: true,
			Choices: []chat.Choice{{Label: "Siirrä aika", Say: "/siirrä K2M4-Q7XD"}, {Label: "Peru aika", Say: "/peru K2M4-Q7XD"}},
			Files:   []chat.File{{Name: "kake-k2m4-q7xd.ics", Type: "text/calendar; charset=utf-8", Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}}, Lang: "fi", Topic: "book"}},
		{"reminder", chat.Reply{Text: "Pikku KAKE: haku päättyy viikon päästä, **ke 28.2. (alustava)**.", Choices: []chat.Choice{{Label: "Lopeta muistutukset", Say: "/lopeta-muistutukset"}},
			Sources: []chat.Source{{Heading: "Hakuajat", Quote: "15.2.–28.2.", Line: 60}}, Private: true, Lang: "fi", Topic: "reminder"}},
		{"markup", chat.Reply{Text: "Kirjoitit: " + chat.Inert("<!channel> @everyone <b>*hei*</b> [x](http://paha.example) `rm` & ~pois~") + "\n\nEn ymmärtänyt.", Lang: "fi", Topic: "unclear"}},
		{"choices-only", chat.Reply{Choices: []chat.Choice{{Label: "Suomi", Say: "/kieli fi"}, {Label: "Svenska", Say: "/kieli sv"}}, Lang: "fi", Topic: "language"}},
		{"limits", chat.Reply{Text: strings.Repeat("Pitkä ”lause” & ‹merkki›. ", chat.MaxText/26), Choices: ten, Lang: "selko", Topic: "help"}},
	}
}
