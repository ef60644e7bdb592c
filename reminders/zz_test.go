package reminders
import ("testing";"strings";"fmt")
func stats(b *testing.B, f func(string) string) { for _, l := range strings.Split(f("commandstats"), "\n") { if strings.Contains(l,"usec") { fmt.Println(l) } } }
