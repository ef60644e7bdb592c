package handlers

import (
	"context"
	"embed"
	"log/slog"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
	"kakebot/reminders"
)

//go:embed words
var wordFiles embed.FS

// words are the sentences of this room.
var words = chat.MustPhrases(wordFiles, "words")

// Assistant is the whole conversation: a chat.Handler over its table.
type Assistant struct {
	Programme   *knowledge.Programme
	Finder      *knowledge.Finder
	Desk        *booking.Desk
	Subscribers *reminders.Subscribers
	Timing      reminders.Timing
	Mailboxes   Mailboxes
	Mail        Mail
	Memory      chat.Memory
	Journal     knowledge.Journal
	Feeds       Feeds
	URL         string // the web page's public address, without a slash at the end
	Log         *slog.Logger
	mux         *chat.Mux
}

// New puts the table together from what the abilities need.
func New(a Assistant) *Assistant {
	a.mux = chat.NewMux(a.match, chat.HandlerFunc(a.answer), a.table()...)
	return &a
}

// table lists every ability in the order of their claims. A topic that is no
// ability's name is an entry of the knowledge, which answer speaks for.
func (a *Assistant) table() []chat.Ability {
	return []chat.Ability{
		{Name: "unsafe_crisis", Claims: a.alarming, Handler: a.entry("unsafe_crisis")},
		{Name: "unsafe_pii", Claims: sawIdentityCode, Handler: chat.HandlerFunc(a.warn)},
		{Name: "several", Claims: a.asksSeveral, Handler: chat.HandlerFunc(a.answerSeveral)},
		{Name: "language", Words: []string{"kieli", "språk", "language"}, Claims: switches, Handler: chat.HandlerFunc(a.language)},
		{Name: "back", Claims: astray, Handler: a.rests(a.back)},
		{Name: "book", Words: []string{"varaa", "varaa aika", "boka", "boka tid", "book"}, Claims: a.choosing, Handler: a.rests(a.book)},
		{Name: "book_dialog", Words: []string{formDialog}, Handler: a.rests(a.dialog)},
		{Name: "book_form", Words: []string{formBooking}, Claims: a.filling, Handler: a.rests(a.fill)},
		{Name: "tell_idea", Words: []string{formIdea, "min-idé", "my-idea"}, Claims: a.changes, Handler: a.rests(a.idea)},
		{Name: "idea_form", Claims: a.telling, Handler: a.rests(a.tell)},
		{Name: "book_confirm", Words: []string{"vahvista", "bekräfta", "confirm"}, Handler: a.rests(a.confirm)},
		{Name: "book_stop", Words: []string{"keskeytä", "lopeta", "sulje", "avbryt", "sluta", "stop", "quit"}, Handler: a.rests(a.abandon)},
		{Name: "book_extend", Words: []string{"lisäaika", "mer-tid", "more-time"}, Handler: a.rests(a.extend)},
		{Name: "book_decline", Words: []string{"ei-kiitos", "nej-tack", "no-thanks"}, Handler: a.rests(a.decline)},
		{Name: "wish", Words: []string{formWish}, Claims: a.wishing, Handler: a.rests(a.wish)},
		{Name: "my_bookings", Words: []string{"omat", "omat varaukset", "mina", "mina bokningar", "mine", "my bookings"}, Claims: a.bringsCode, Handler: a.rests(a.mine)},
		{Name: "reschedule", Words: []string{"siirrä", "flytta", "move"}, Claims: picksFor("/siirrä"), Handler: a.rests(a.move)},
		{Name: "cancel", Words: []string{"peru", "avboka", "cancel"}, Claims: a.cancelling, Handler: a.rests(a.cancel)},
		{Name: "subscribe", Words: []string{"muistuta", "påminn", "remind"}, Handler: a.rests(a.subscribe)},
		{Name: "unsubscribe", Words: []string{"lopeta-muistutukset", "sluta-påminna", "stop-reminders"}, Handler: a.rests(a.unsubscribe)},
		{Name: "reminder_choice", Words: []string{"muistutusvalinnat", "påminnelseval", "reminder-choices"}, Claims: a.rechoosing, Handler: a.rests(a.subscribe)},
		{Name: "why_reminder", Words: []string{"miksi-muistutus", "varför-påminnelse", "why-reminder"}, Handler: a.rests(a.whyReminder)},
		{Name: "email", Words: []string{formMail, "e-post", "email"}, Claims: a.mailing, Handler: a.rests(a.email)},
		{Name: "email_stop", Words: []string{"lopeta-sähköposti", "sluta-e-post", "stop-email"}, Handler: a.rests(a.emailStop)},
		{Name: "human", Words: []string{"ihminen", "människa", "person"}, Handler: chat.HandlerFunc(a.human)},
		{Name: "my_reminders", Words: []string{"muistutukset", "påminnelser", "reminders"}, Handler: a.rests(a.comingReminders)},
		{Name: "talk_details", Words: []string{"paikka", "plats", "place"}, Handler: a.rests(a.details)},
		{Name: "wish_cancel", Words: []string{"peru-toive", "ta-bort-önskemål", "cancel-wish"}, Handler: a.rests(a.unwish)},
		{Name: "easier", Words: []string{"helpommin", "enklare", "easier"}, Handler: a.rests(a.easier)},
		{Name: "nod", Claims: a.nods, Handler: chat.HandlerFunc(a.nod)},
		{Name: "start", Words: []string{"alku", "aloita", "börja", "start"}, Handler: chat.HandlerFunc(a.start)},
		{Name: "status", Words: []string{"tilanne", "läget", "status"}, Handler: chat.HandlerFunc(a.status)},
		{Name: "helped", Words: []string{"auttoi", "hjälpte", "helped"}, Handler: chat.HandlerFunc(a.helped)},
		{Name: "helped_not", Words: []string{"ei-auttanut", "hjälpte-inte", "not-helped"}, Handler: chat.HandlerFunc(a.helped)},
		{Name: "why", Words: []string{"miksi", "varför", "why"}, Handler: a.rests(a.why)},
		{Name: "calendar", Words: []string{"kalenteri", "kalender", "calendar"}, Handler: a.rests(a.calendar)},
		{Name: "save_conversation", Words: []string{"tallenna", "spara", "save"}, Handler: a.rests(a.save)},
		{Name: "delete_data", Words: []string{"poista", "radera", "delete"}, Claims: a.deleting, Handler: a.rests(a.erase)},
		{Name: "help", Words: []string{"apua", "hjälp", "help"}, Handler: chat.HandlerFunc(a.help)},
	}
}

// Handle answers one message, and goes back to what was begun before it.
func (a *Assistant) Handle(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if d := t.Session.Draft; d != nil && t.Now.Sub(d.At) > draftLife {
		t.Session.Draft = nil
	}
	before := t.Session.Draft
	r, err := a.mux.Handle(ctx, t)
	if err != nil {
		return r, err
	}
	if before == nil || before != t.Session.Draft || r.Topic == "unsafe_crisis" {
		return r, nil
	}
	if before.Form == askingCancel || before.Form == askingErase {
		t.Session.Draft = nil // a yes to something else must not cancel or erase
		return r, nil
	}
	return a.resume(ctx, t, r)
}

// draftLife is how long a form that nobody went on with is kept.
const draftLife = 2 * time.Hour

// match is the table's chat.Matcher.
func (a *Assistant) match(t chat.Turn) (topic string, near []string) {
	found := a.Finder.Find(reading.Meant(t.Text), t.Lang, t.Now, knowledge.Context{
		Topic: t.Session.Entry,
		Grant: reading.Grant(t.Session.Grant),
	})
	return found.Entry, found.Near
}

// say gives a sentence of this room in the turn's language.
func say(t chat.Turn, key string, values ...string) string {
	return words.Say(t.Lang, key, values...)
}

// choice is a button with a label from this room's sentences.
func choice(t chat.Turn, key, command string) chat.Choice {
	return button(say(t, key), command)
}

// button is a choice that says whether a form may come of it.
func button(label, command string) chat.Choice {
	word, args, _ := strings.Cut(strings.TrimPrefix(command, "/"), " ")
	opens := word == formWish || word == formIdea && !strings.HasSuffix(args, approveIdea) && !strings.HasSuffix(args, changeIdea) || word == formBooking || word == formDialog || word == "varaa" && !strings.HasPrefix(args, moreTimes)
	return chat.Choice{Label: label, Say: command, OpensForm: opens && strings.HasPrefix(command, "/")}
}

// op names what a message does, so that a repeat of it does nothing more.
func op(t chat.Turn) string { return t.From.ID + "/" + t.ID }
