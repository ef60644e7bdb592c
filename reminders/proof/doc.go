// Command proof proves the promises of reminders on a real redis-server: very many
// people are owed one at the same instant, several processes deliver them, one is
// frozen past its lease, one is killed -9, and Redis is killed -9 and started
// again on its files, while it is asked to write everything before it answers.
//
//	go run ./reminders/proof                    100 000 people, leases of 30 s
//	go run ./reminders/proof -calm              without violence: lateness and speed
//	go run ./reminders/proof -control begin     (must end in exit 1)
//	go run ./reminders/proof -control look      (must end in exit 1)
//	go run ./reminders/proof -idle 60s          what one idle kakebot costs
//
// A short tour:
//
//   - main.go: the flags, and what a run is.
//   - director.go: subscribes and plans, starts the workers and is violent.
//   - server.go: a redis-server; one is the ledger's, another is the journal's.
//   - journal.go: the channel. The journal notes each delivery as often as it
//     comes, and can be asked.
//   - worker.go: a process that delivers. It ends when its stdin does.
//   - control.go: promises broken on purpose, which the report must notice.
//   - report.go: who got it how often, and how late. idle.go: the idle process.
package main
