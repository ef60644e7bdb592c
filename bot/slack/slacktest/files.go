package slacktest

import (
	"io"
	"net/http"
	"strings"
)

// an upload is a file on its way: asked for, sent, then shared.
type upload struct {
	file   File
	length int
	sent   bool
	shared bool
}

func (s *Server) uploadURL(c call) (answer, *refusal) {
	u := &upload{file: File{Name: c.text("filename")}, length: c.number("length", 0)}
	if u.file.Name == "" || u.length <= 0 {
		return nil, refuse("invalid_arguments")
	}
	u.file.ID = s.id("F")
	s.uploads[u.file.ID] = u
	return answer{"upload_url": s.http.URL + "/upload/" + u.file.ID, "file_id": u.file.ID}, nil
}

// serveUpload takes a file's bytes, bare or in a form.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	data, err := bytesOf(r)
	f := s.fault("upload")
	if f != (Fault{}) && !f.Done {
		f.strike(s, w, r)
		return
	}
	s.mu.Lock()
	u := s.uploads[r.PathValue("id")]
	if ok := u != nil && err == nil; ok {
		u.file.Data, u.sent = data, true
		if len(data) != u.length {
			s.complain("a file of %d bytes was announced with %d", len(data), u.length)
		}
	}
	s.mu.Unlock()
	if f.Done {
		f.strike(s, w, r)
		return
	}
	if u == nil || err != nil {
		http.Error(w, "no such upload", http.StatusNotFound)
		return
	}
	_, _ = io.WriteString(w, "OK - "+r.PathValue("id"))
}

func bytesOf(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return io.ReadAll(r.Body)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			return io.ReadAll(part)
		}
	}
}

// completeUpload shares files in a channel, which is given by a channel's own id.
func (s *Server) completeUpload(c call) (answer, *refusal) {
	var files []struct{ ID, Title string }
	if given, fits := c.value("files", &files); !given || !fits || len(files) == 0 {
		return nil, refuse("invalid_arguments")
	}
	p := Post{How: c.method, Text: c.text("initial_comment"), Thread: c.text("thread_ts")}
	if _, fits := c.value("blocks", &p.Blocks); !fits {
		return nil, refuse("invalid_blocks")
	}
	if wrong := checkBlocks(p.Blocks, message50); len(wrong) > 0 {
		return nil, refuse("invalid_blocks", wrong...)
	}
	for _, f := range files {
		u := s.uploads[f.ID]
		if u == nil || !u.sent {
			return nil, refuse("file_not_found")
		}
	}
	r := s.room(c.text("channel_id"))
	switch {
	case c.text("channel_id") == "":
		s.complain("a file was uploaded and shared with nobody")
	case r == nil:
		return nil, refuse("invalid_channel")
	case p.Thread != "" && r.message(p.Thread) == nil:
		return nil, refuse("invalid_thread_ts")
	}
	for _, f := range files {
		u := s.uploads[f.ID]
		if u.shared {
			s.complain("the file %s is shared again", f.ID)
		}
		u.file.Title, u.shared = f.Title, true
		p.Files = append(p.Files, u.file)
	}
	if r != nil {
		s.put(r, p)
	}
	return answer{"files": printedFiles(p.Files)}, nil
}

func printedFiles(files []File) []answer {
	printed := []answer{}
	for _, f := range files {
		printed = append(printed, answer{"id": f.ID, "title": f.Title, "name": f.Name, "size": len(f.Data)})
	}
	return printed
}
