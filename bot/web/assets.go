package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

//go:embed templates
var templateFiles embed.FS

var pages = template.Must(template.ParseFS(templateFiles, "templates/*.html"))

const plainText = "text/plain; charset=utf-8"

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// files are the embedded files as written, with the version that their address carries.
type files struct {
	byName map[string][]byte
	href   map[string]string // "style.css" → "/style.css?v=…"
}

func loadFiles(theme string) *files {
	f := &files{map[string][]byte{}, map[string]string{}}
	names, _ := fs.Glob(assetFiles, "assets/*")
	for _, n := range names {
		data, _ := assetFiles.ReadFile(n)
		base := path.Base(n)
		if base == "style.css" {
			data = append(data, theme...)
		}
		sum := sha256.Sum256(data)
		f.byName[base] = data
		f.href[base] = "/" + base + "?v=" + hex.EncodeToString(sum[:6])
	}
	return f
}

// asset serves an embedded file: for a year under its version, an hour under
// its plain name, by which other sites load embed.js.
func (s *site) asset(n string) http.HandlerFunc {
	data, version := s.files.byName[n], strings.TrimPrefix(s.files.href[n], "/"+n+"?")
	return func(w http.ResponseWriter, r *http.Request) {
		keep := "public, max-age=3600"
		if r.URL.RawQuery == version {
			keep = "public, max-age=31536000, immutable"
		}
		w.Header().Set("Cache-Control", keep)
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		send(w, r, http.StatusOK, types[path.Ext(n)], data)
	}
}

// send writes a whole answer, compressed for who takes that. The pages hold a
// secret (their address), but repeat nothing that another site could choose.
func send(w http.ResponseWriter, r *http.Request, status int, mediaType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Vary", "Accept-Encoding")
	if len(body) > 512 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(body)
		z.Close()
		body = b.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// show renders a page. What fails in a template is a mistake of ours: it is
// logged, and the reader still gets a sentence.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, page string, data any) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, page, data); err != nil {
		s.o.Log.Error("a page could not be rendered", "page", page, "error", err)
		send(w, r, http.StatusInternalServerError, plainText, []byte(words.Say(askedLang(r), "broken_text")+"\n"))
		return
	}
	send(w, r, status, "text/html; charset=utf-8", b.Bytes())
}
