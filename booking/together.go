package booking

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// together runs the scripts of all who ask at the same moment in one round trip:
// the client's queue sends what has gathered while the former batch was under
// way. Each command has its own reply and its own error; a batch whose connection
// breaks is sent again, which op-ids make harmless. A lone caller's goes at once.
type together struct{ redis.UniversalClient }

func (t together) EvalSha(ctx context.Context, sha string, keys []string, args ...any) *redis.Cmd {
	return t.send(ctx, "evalsha", sha, keys, args)
}

func (t together) Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd {
	return t.send(ctx, "eval", script, keys, args)
}

// send waits for the reply or the end of ctx, after which the command may still
// be under way: its own result must not be touched then.
func (t together) send(ctx context.Context, name, script string, keys []string, args []any) *redis.Cmd {
	all := append(make([]any, 0, 3+len(keys)+len(args)), name, script, len(keys))
	for _, key := range keys {
		all = append(all, key)
	}
	cmd := redis.NewCmd(ctx, append(all, args...)...)
	queue, err := t.AsyncAutoPipeline()
	if err == nil {
		err = queue.Submit(ctx, cmd).WaitContext(ctx)
	}
	if err != nil {
		cmd = redis.NewCmd(ctx)
		cmd.SetErr(err)
	}
	return cmd
}
