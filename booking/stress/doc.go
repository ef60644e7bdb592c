// Command stress proves the booking promises under violence: hundreds of
// claimants in several processes want few slots of a real redis-server, while
// the processes are killed, and the server is killed or shut down and started
// again on its files.
//
//	go run ./booking/stress -for 60s -seed 1
//	go run ./booking/stress -for 60s -fsync everysec
//	go run ./booking/stress -for 10s -control op-id     (must end in exit 1)
//
// A short tour:
//
//   - main.go: the flags, and what a run is.
//   - director.go: starts, kills and restarts; server.go: the redis-server.
//   - power.go and preload/: what a power cut would leave of the append-only file.
//   - worker.go: a process of claimants; person.go: what one of them wants next;
//     deeds.go: how it is asked of the desk.
//   - ledger.go: what each worker was about to do and was promised, on disk.
//   - judge.go, waiting.go: the ledgers against what stands in Redis.
//   - control.go: promises broken on purpose, which the judge must notice.
//   - report.go: what is printed.
//
// A killed claimant asks again for what it was about, under the same op-id, as a
// platform delivers a message again. Some old asks come twice for no reason.
//
// Each worker's goroutines end with it: it ends when its stdin does.
package main
