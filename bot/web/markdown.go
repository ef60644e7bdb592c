package web

import (
	"bytes"
	"html/template"
	"net/url"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// small knows paragraphs, lists, emphasis and links, and nothing else: raw
// HTML, headings and code come out as the characters they are. A line break is
// a line break, as on every other channel.
var small = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithASTTransformers(util.Prioritized(safeLinks{}, 1)),
	)),
	goldmark.WithRendererOptions(html.WithHardWraps()),
)

// schemes are those a link may have. tel is among them so that an emergency
// number can be called from where it stands.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// markdown renders a reply's small Markdown as HTML that is safe whatever it holds.
func markdown(s string) template.HTML {
	var b bytes.Buffer
	if err := small.Convert([]byte(s), &b); err != nil {
		return template.HTML(template.HTMLEscapeString(s))
	}
	return template.HTML(b.String())
}

// Markdown is markdown for others who show replies as HTML.
func Markdown(s string) template.HTML { return markdown(s) }

// safeLinks keeps of images and of links elsewhere than to schemes only their text.
type safeLinks struct{}

func (safeLinks) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var drop []ast.Node
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			drop = append(drop, n)
		case *ast.Link:
			if u, err := url.Parse(string(n.Destination)); err != nil || !schemes[u.Scheme] {
				drop = append(drop, n)
				break
			}
			n.SetAttributeString("rel", []byte("noopener"))
		}
		return ast.WalkContinue, nil
	})
	for _, n := range drop {
		parent := n.Parent()
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			n.RemoveChild(n, c)
			parent.InsertBefore(parent, n, c)
		}
		parent.RemoveChild(parent, n)
	}
}
