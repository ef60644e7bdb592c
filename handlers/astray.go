package handlers

import (
	"context"
	"regexp"

	"kakebot/chat"
)

var (
	// lost are the words of a person who did not follow, and says no more than that.
	lost = regexp.MustCompile(`(?i)^\s*(?:mitä|siis mitä|mitä ihmettä|hä+h*|täh|anteeksi|en (?:minä |mä |mie )?ymmär\S*(?: kysymystä)?|en muista\S* .*kysym\S*|mikä (?:oli |se )*kysymys(?: oli)?|` +
		`va|vadå|vad sa du|ursäkta|jag förstår int(?:e)?(?: frågan)?|what|huh|sorry|pardon|i (?:don'?t|do not) understand(?: the question)?)[\s.!?]*$`)
	// onwards are the words for going on after something else.
	onwards = regexp.MustCompile(`(?i)^\s*(?:(?:no|ok|okei|okej|okay|joo|ja|well|yes|kyllä)[ ,]+)?(?:jatka|jatkan|jatketaan|jatketaanpa|haluan jatkaa|mennään eteenpäin|` +
		`(?:vi |jag )?fortsätt(?:er)?|(?:let'?s |we |i )?(?:continue|go on|carry on|resume))(?: (?:vaan|vain|sitten|nyt|tästä|nu|bara|härifrån|then|now|please))?[\s.!?]*$`)
	// tongueOnly is the wish for a language and nothing else.
	tongueOnly = regexp.MustCompile(`(?i)^\s*(?:(?:hei|nej|hej|no|ei|voi(?:daanko|ko|tko|ko)?|puhu|puhua|vastaa|kirjoita|jatketaan|tala|skriv|svara|can (?:we|you)|speak|answer|write|please)[ ,]+)*(?:in |på )?` +
		`(?:suomeksi|suomea|selkosuomeksi|selkosuomea|selkokielellä|ruotsiksi|ruotsia|englanniksi|englantia|svenska|finska|engelska|lätt finska|swedish|finnish|english|(?:easy|simple|plain) finnish)(?:[ ,]+(?:please|thanks|thank you|tack|kiitos))?[\s.!?]*$`)
)

// switches claims the wish for another language where an answer is waited for:
// it is no name and no idea.
func switches(t chat.Turn) bool {
	return t.Topic == "" && t.Session.Draft != nil && tongueOnly.MatchString(t.Text)
}

// astray claims the words of a person who lost the thread of a form, or takes it
// up again. They are no answer to what was asked.
func astray(t chat.Turn) bool {
	if t.Topic != "" {
		return false
	}
	d := t.Session.Draft
	if d == nil {
		return t.Session.Idea != nil && onwards.MatchString(t.Text)
	}
	return (d.Form == choosingTime || d.Form == formBooking || d.Form == formIdea) && (lost.MatchString(t.Text) || onwards.MatchString(t.Text))
}

// back asks again what was asked last.
func (a *Assistant) back(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := goOn(t)
	switch {
	case d == nil:
		t.Topic = "tell_idea"
		return a.idea(ctx, t)
	case d.Form == choosingTime:
		return a.list(ctx, t, 0)
	}
	return a.resume(ctx, t, chat.Reply{})
}
