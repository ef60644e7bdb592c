package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

// fileKey begins the key of a file; a doubt about it is settled where it is shared.
const fileKey = "file:"

// carry is courier.Deliver, for an answer, or courier.Once, for whoever has a
// ledger and patience of their own.
type carry func(ctx context.Context, place, key string, post func(context.Context) error) error

// upload puts files into a place, each once.
func (s *Slack) upload(ctx context.Context, carry carry, to place, key string, files []chat.File) error {
	for i, f := range files {
		u := uploading{s: s, to: to, file: f}
		if err := carry(ctx, to.String(), fmt.Sprintf("%s%s/%d", fileKey, key, i), u.share); err != nil {
			return err
		}
	}
	return nil
}

// uploading is one file on its way: it has an id once Slack holds its content.
type uploading struct {
	s        *Slack
	to       place
	file     chat.File
	id       string
	doubtful bool
}

// share uploads the file if that is not done yet, and shares it. Slack knows a
// file by its id, so a doubt whether it was shared is settled before it is shared
// again: what comes back is never in doubt.
func (u *uploading) share(ctx context.Context) (err error) {
	if u.to.channel == "" {
		if u.to.channel, err = u.s.dm(ctx, u.to.user); err != nil {
			return err
		}
	}
	if u.id == "" {
		if u.id, err = u.hand(ctx); err != nil {
			return err
		}
	}
	if u.doubtful {
		found, err := u.s.find(ctx, u.to.channel, u.to.thread, "", func(m slack.Message) bool {
			return slices.ContainsFunc(m.Files, func(f slack.File) bool { return f.ID == u.id })
		})
		if found || err != nil {
			return err
		}
	}
	_, err = u.s.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: u.id, Title: u.file.Name}}, Channel: u.to.channel, ThreadTimestamp: u.to.thread})
	u.doubtful = errors.Is(refusal("", err), chat.ErrInDoubt)
	return undone("files.completeUploadExternal", err)
}

// hand gives the content to Slack, where nobody sees it yet.
func (u *uploading) hand(ctx context.Context) (id string, err error) {
	to, err := u.s.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: u.file.Name, FileSize: len(u.file.Data)})
	if err != nil {
		return "", undone("files.getUploadURLExternal", err)
	}
	err = u.s.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: to.UploadURL, Filename: u.file.Name, Reader: bytes.NewReader(u.file.Data)})
	if err != nil {
		return "", undone("upload", err)
	}
	return to.FileID, nil
}
