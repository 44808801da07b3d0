// Package letter writes the emails of subscriptions: it implements [alerts.Composer].
//
// A [Composer] turns a digest or a confirmation into what its template shows (digest.go,
// confirmation.go), executes the template for text and the one for HTML, and puts both below a
// header (message.go). If a digest becomes too large, it shows less of each paper (fit.go).
//
// All text from papers, searches and lists is hostile: it becomes one line without control
// characters, is clipped, escaped by html/template, and encoded in the header. The emails load
// nothing, and their links lead where they say.
//
// The package decides neither who gets mail nor when, and sends nothing.
package letter

import (
	"bytes"
	"embed"
	"fmt"
	html "html/template"
	"strings"
	text "text/template"
	"unicode/utf8"

	"paperboy/api/alerts"
)

//go:embed templates
var files embed.FS

// A Composer writes emails. Use New to make one.
type Composer struct {
	text *text.Template
	html *html.Template
}

var _ alerts.Composer = (*Composer)(nil)

// New returns a Composer.
func New() *Composer {
	functions := map[string]any{"wrap": wrap, "underline": underline, "style": func(name string) html.CSS { return html.CSS(styles[name]) }}
	return &Composer{
		text: text.Must(text.New("").Funcs(functions).ParseFS(files, "templates/*.txt")),
		html: html.Must(html.New("").Funcs(functions).ParseFS(files, "templates/*.html")),
	}
}

// render executes the template of a name, for text and for HTML.
func (c *Composer) render(name string, page any) (body, error) {
	var plain, rich bytes.Buffer
	if err := c.text.ExecuteTemplate(&plain, name+".txt", page); err != nil {
		return body{}, fmt.Errorf("write mail: %w", err)
	}
	if err := c.html.ExecuteTemplate(&rich, name+".html", page); err != nil {
		return body{}, fmt.Errorf("write mail: %w", err)
	}
	return body{text: plain.String(), html: rich.String()}, nil
}

// styles are the style attributes of the HTML. Mail programs ignore style sheets, or parts of them,
// so each element has its own. Colors for the dark are in the style sheet of layout.html: programs
// that know prefers-color-scheme read it, the others choose their own.
var styles = map[string]string{
	"page":     "margin:0;padding:0;background:#fbfaf7;color:#1c1f23",
	"sheet":    "max-width:640px;margin:0 auto;padding:24px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#1c1f23",
	"masthead": "margin:0;font-size:14px;color:#555c66",
	"title":    "margin:2px 0 0;font-size:24px;line-height:1.25;font-weight:700",
	"heading":  "margin:32px 0 0;padding-top:12px;border-top:2px solid #0b5a6e;font-size:18px;line-height:1.3;font-weight:700",
	"paper":    "margin:22px 0 0;font-size:17px;line-height:1.35;font-weight:700",
	"line":     "margin:3px 0 0;font-size:14px;color:#555c66",
	"abstract": "margin:5px 0 0;font-size:15px",
	"links":    "margin:5px 0 0;font-size:14px;color:#555c66",
	"more":     "margin:22px 0 0;font-weight:700",
	"foot":     "margin:36px 0 0;padding-top:14px;border-top:1px solid #e2dfd8;font-size:14px;color:#555c66",
	"again":    "margin:8px 0 0;font-size:14px;color:#555c66",
	"text":     "margin:16px 0 0",
	"button":   "display:inline-block;margin:8px 0;padding:11px 22px;background:#0b5a6e;color:#ffffff;border-radius:6px;font-weight:700;text-decoration:none",
	"a":        "color:#0b5a6e;text-decoration:underline",
}

// width is the width of the text version: what RFC 3676 recommends, so that replies fit as well.
const width = 72

// wrap breaks s into lines of at most width characters, where it has spaces. It puts indent before
// each line but the first.
func wrap(indent, s string) string {
	var out strings.Builder
	column := 0
	for word := range strings.FieldsSeq(s) {
		size := utf8.RuneCountInString(word)
		switch {
		case column == 0:
			column = len(indent)
		case column+1+size > width:
			out.WriteString("\n" + indent)
			column = len(indent)
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += size
	}
	return out.String()
}

// underline returns s with a line of the same width below it.
func underline(s string) string {
	return s + "\n" + strings.Repeat("-", min(utf8.RuneCountInString(s), width))
}
