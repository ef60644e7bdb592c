package slack

import (
	"time"

	"github.com/slack-go/slack/socketmode"
)

// Hurry makes a channel that has not run yet as quick as tests want it: pings are
// missed after ping, posts wait for nothing, a failed connection is tried again
// at once.
func Hurry(s *Slack, ping time.Duration) {
	socketmode.OptionPingInterval(ping)(s.socket)
	s.courier.Pace = 0
	s.delays = delays{first: 10 * time.Millisecond, most: 50 * time.Millisecond}
}
