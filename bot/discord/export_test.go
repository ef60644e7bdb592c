package discord

import "time"

// Quicken makes the waits short, for a heart that beats every 500 ms. discordgo
// sleeps for a second whenever it lets go of a connection.
func (d *Discord) Quicken() {
	d.times = times{grace: 1500 * time.Millisecond, open: 3 * time.Second, least: 20 * time.Millisecond, most: 100 * time.Millisecond}
}
