package reminders

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// A stage is one replica whose rounds can be edited, and one person's post.
type stage struct {
	t *testing.T
	*Runner
	*platform
	rounds []knowledge.Round
	read   map[string]bool
}

func newStage(t *testing.T, rdb *redis.Client, rounds ...knowledge.Round) *stage {
	s := &stage{t: t, platform: newPlatform(), rounds: rounds, read: map[string]bool{}}
	s.Runner = runner(rdb, &blind{platform: s.platform}, nil)
	s.Rounds = func() []knowledge.Round { return s.rounds }
	s.step("2018-01-02 12:00")
	return s
}

func (s *stage) step(now string) { s.t.Helper(); step(s.t, s.Runner, now) }

// edit gives a round other dates; "" withdraws it.
func (s *stage) edit(id, opens, closes string, preliminary bool) {
	s.rounds = slices.DeleteFunc(slices.Clone(s.rounds), func(r knowledge.Round) bool { return r.ID == id })
	if opens != "" {
		s.rounds = append(s.rounds, round(id, opens, closes, preliminary))
	}
}

// minutes steps every minute from one time to another.
func (s *stage) minutes(from, to string) {
	s.t.Helper()
	for now := at(from); !now.After(at(to)); now = now.Add(time.Minute) {
		if _, err := s.Step(s.t.Context(), now); err != nil {
			s.t.Fatal(err)
		}
	}
}

// news gives what was shown to a person since the last call, the first paragraph
// of each without the name.
func (s *stage) news(person string) string {
	s.Lock()
	defer s.Unlock()
	var all []string
	for key, n := range s.shown {
		if !strings.HasSuffix(key, fingerprint(person)) || s.read[key] {
			continue
		}
		s.read[key] = true
		text, _, _ := strings.Cut(chat.Plain(s.text[key].Text), "\n")
		if n > 1 {
			text = fmt.Sprintf("%d× %s", n, text)
		}
		all = append(all, strings.TrimPrefix(text, "Pikku KAKE: "))
	}
	slices.Sort(all)
	return strings.Join(all, " | ")
}

func (s *stage) want(person, want string) {
	s.t.Helper()
	if got := s.news(person); got != want {
		s.t.Errorf("%s got  %q\nwant %q", person, got, want)
	}
}

const movedTo15 = "viimeinen hakupäivä on muuttunut. Kerroin aiemmin 31.5.2018 (alustava); nyt päivä on 15.5.2018."

func TestWhatBecomesOfARoundIsTold(t *testing.T) {
	for name, play := range map[string]func(s *stage){
		"moved: once, and not to who subscribed after": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			subscribe(s.t, s.Runner, "test:other", "2018-02-01 12:00", "2018-3")
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2018-04-10 12:00", "2018-04-10 12:09")
			s.want("test:a", "")
			s.minutes("2018-04-10 12:10", "2018-04-10 12:11")
			subscribe(s.t, s.Runner, "test:late", "2018-04-10 12:12")
			s.minutes("2018-04-10 12:12", "2018-04-10 12:30")
			s.want("test:a", movedTo15)
			s.want("test:other", "")
			s.want("test:late", "")
			s.step("2018-05-01 09:00")
			s.want("test:late", "hakuaikaa on jäljellä 14 päivää. Viimeinen hakupäivä on 15.5.2018.")
		},
		"confirmed has words of its own": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.edit("2018-2", "2018-04-01", "2018-05-31", false)
			s.minutes("2018-03-10 12:00", "2018-03-10 12:10")
			s.want("test:a", "hakuaika on vahvistettu. Aiemmin hakuaika oli alustava. Päivät pysyivät samoina: 1.4.–31.5.2018.")
		},
		"withdrawn, and new": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.edit("2018-2", "", "", false)
			s.edit("2019-1", "2019-01-16", "2019-02-28", true)
			s.minutes("2018-03-10 12:00", "2018-03-10 12:10")
			s.want("test:a", "hakukierros on poistettu ohjelmasta. Kerroin aiemmin 1.4.–31.5.2018 (alustava); nyt tätä kierrosta ei ole enää tiedossani. | "+
				"tiedossa on uusi hakukierros. Hakuaika on 16.1.–28.2.2019 (alustava).")
			s.step("2018-04-01 09:00")
			s.want("test:a", "")
		},
		"a round that is over may go without a word": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.edit("2018-1", "", "", false)
			s.minutes("2018-03-10 12:00", "2018-03-10 12:20")
			s.want("test:a", "")
		},
		"there and back before anything was sent": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2018-04-10 20:30", "2018-04-10 21:30") // it stands now, and waits for the morning
			s.edit("2018-2", "2018-04-01", "2018-05-31", true)
			s.minutes("2018-04-10 22:00", "2018-04-10 22:30")
			s.minutes("2018-04-11 09:00", "2018-04-11 09:10")
			s.want("test:a", "")
		},
		"there and back after it was told": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			for i, want := range []string{movedTo15, "viimeinen hakupäivä on muuttunut. Kerroin aiemmin 15.5.2018; nyt päivä on 31.5.2018 (alustava).", movedTo15} {
				day := fmt.Sprintf("2018-04-1%d ", i)
				s.edit("2018-2", "2018-04-01", []string{"2018-05-15", "2018-05-31"}[i%2], i%2 == 1)
				s.minutes(day+"12:00", day+"12:15")
				s.want("test:a", want)
			}
		},
		"moved twice before it was told: the first and the last": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.edit("2018-2", "2018-04-01", "2018-05-20", false)
			s.minutes("2018-04-10 20:30", "2018-04-10 21:00")
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2018-04-10 22:00", "2018-04-10 22:30")
			s.step("2018-04-11 08:59")
			s.want("test:a", "")
			s.minutes("2018-04-11 09:00", "2018-04-11 09:10")
			s.want("test:a", movedTo15)
		},
		"moved within its last days": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.minutes("2018-05-12 09:00", "2018-05-12 09:01")
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2018-05-12 13:00", "2018-05-12 13:10") // the 14th and 7th day before have passed, the 3rd was this morning
			s.want("test:a", movedTo15)
			s.step("2018-05-14 09:00")
			s.want("test:a", "huomenna on viimeinen hakupäivä. Hakuaika päättyy 15.5.2018.")
			s.step("2018-05-15 09:00")
			s.want("test:a", "tänään on viimeinen hakupäivä. Hakuaika päättyy 15.5.2018.")
			for day := range 20 {
				s.step(fmt.Sprintf("2018-05-%d 09:00", 16+day%16))
			}
			s.want("test:a", "")
		},
		"moved in the very minute of a reminder": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.step("2018-05-24 08:10") // seven days before is planned
			s.edit("2018-2", "2018-04-01", "2018-06-14", false)
			s.minutes("2018-05-24 08:55", "2018-05-24 09:30")
			s.want("test:a", "viimeinen hakupäivä on muuttunut. Kerroin aiemmin 31.5.2018 (alustava); nyt päivä on 14.6.2018.")
			s.step("2018-05-31 09:00")
			s.want("test:a", "hakuaikaa on jäljellä 14 päivää. Viimeinen hakupäivä on 14.6.2018.")
		},
		"a doubt that comes to nothing loses no reminder": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.step("2018-05-24 08:10")
			s.edit("2018-2", "2018-04-01", "2018-06-14", false)
			s.minutes("2018-05-24 08:55", "2018-05-24 09:01")
			s.want("test:a", "")
			s.edit("2018-2", "2018-04-01", "2018-05-31", true)
			s.minutes("2018-05-24 09:02", "2018-05-24 09:15")
			s.want("test:a", "hakuaikaa on jäljellä 7 päivää. Viimeinen hakupäivä on 31.5.2018 (alustava).")
		},
		"who was shown what did not last is told": func(s *stage) {
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2018-04-10 12:00", "2018-04-10 12:05")
			shown := map[string]string{"2018-2": s.rounds[len(s.rounds)-1].Version()}
			if _, err := s.subscribers.Subscribe(s.t.Context(), "x", Subscriber{Person: "test:a", To: chat.Address{Channel: "test", Place: "a"}, Lang: "fi", Since: at("2018-04-10 12:05"), Told: shown}); err != nil {
				s.t.Fatal(err)
			}
			s.edit("2018-2", "2018-04-01", "2018-05-31", true)
			s.minutes("2018-04-10 12:06", "2018-04-10 12:30")
			s.want("test:a", "viimeinen hakupäivä on muuttunut. Kerroin aiemmin 15.5.2018; nyt päivä on 31.5.2018 (alustava).")
		},
		"too late to be of use": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2018-02-01 12:00")
			s.minutes("2018-05-31 09:00", "2018-05-31 09:01")
			s.news("test:a")
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2018-05-31 20:00", "2018-05-31 20:30")
			s.minutes("2018-06-01 09:00", "2018-06-01 09:10")
			s.want("test:a", "")
		},
		"the clock steps back a year": func(s *stage) {
			subscribe(s.t, s.Runner, "test:a", "2017-12-01 12:00")
			s.edit("2018-2", "2018-04-01", "2018-05-15", false)
			s.minutes("2019-04-10 12:00", "2019-04-10 12:05")
			s.minutes("2018-04-10 12:00", "2018-04-10 12:15")
			s.want("test:a", movedTo15)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, rdb *redis.Client) { play(newStage(t, rdb, rounds2018...)) })
		})
	}
}

// Two replicas that go on saying different things are believed neither, and no
// reminder of that round is sent meanwhile; the other rounds go on.
func TestReplicasThatDisagree(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		s := newStage(t, rdb, rounds2018...)
		other := newStage(t, rdb, rounds2018...)
		other.Channels = s.Channels
		subscribe(t, s.Runner, "test:a", "2018-02-01 12:00")
		other.edit("2018-2", "2018-04-01", "2018-05-15", false)
		for now := at("2018-05-01 08:30"); now.Before(at("2018-05-01 11:00")); now = now.Add(time.Minute) {
			step(t, s.Runner, now.Format("2006-01-02 15:04"))
			step(t, other.Runner, now.Format("2006-01-02 15:04"))
		}
		s.want("test:a", "")
		other.minutes("2018-05-01 11:00", "2018-05-01 11:15") // the first is stopped
		s.want("test:a", movedTo15)
		step(t, s.Runner, "2018-05-01 11:16") // it wakes once more, with the old dates
		other.minutes("2018-05-01 11:17", "2018-05-01 11:40")
		s.want("test:a", "")
	})
}
