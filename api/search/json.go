package search

import (
	"math"
	"slices"
	"strconv"

	"paperboy/data"
)

// hitBytes is about how long the JSON of a hit is, so that an answer seldom has to be moved.
const hitBytes = 3 << 10

// AppendJSON appends the JSON of an answer, byte for byte that of encoding/json without escaping
// HTML. It is most of what a server does besides searching; encoding/json takes each paper's JSON
// apart once more, to check it. AppendJSON is no method, which answers that embed this one would
// have too.
func AppendJSON(dst []byte, a Answer) ([]byte, error) {
	w := jsonWriter{b: slices.Grow(dst, hitBytes*(len(a.Hits)+2))}
	w.b = append(w.b, '{')
	w.value("query", a.Query)
	w.b = strconv.AppendInt(w.name("total"), int64(a.Total), 10)
	w.number("took_ms", a.TookMS)
	if a.Hits == nil {
		w.b = append(w.name("hits"), "null"...)
	} else {
		w.hits(a.Hits)
	}
	w.value("facets", a.Facets)
	if a.NextCursor != "" {
		w.text("next_cursor", a.NextCursor)
	}
	if a.Suggestion != "" {
		w.text("suggestion", a.Suggestion)
	}
	if a.Relaxations != nil {
		w.value("relaxations", a.Relaxations)
	}
	if a.Also != nil {
		w.value("also", a.Also)
	}
	return append(w.b, '}'), w.err
}

// jsonWriter writes members of objects.
type jsonWriter struct {
	b   []byte
	err error // the first
}

func (w *jsonWriter) hits(hits []Hit) {
	w.b = append(w.name("hits"), '[')
	for i := range hits {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.hit(&hits[i])
	}
	w.b = append(w.b, ']')
}

func (w *jsonWriter) hit(h *Hit) {
	w.b = append(w.b, '{')
	w.text("id", string(h.ID))
	w.number("score", h.Score)
	paper, err := h.Paper.AppendJSON(w.name("paper"))
	w.keep(paper, err)
	if h.Highlights != nil {
		w.highlights(h.Highlights)
	}
	if len(h.Missing) > 0 {
		w.b = data.AppendJSONStrings(w.name("missing"), h.Missing)
	}
	if h.Explanation != nil {
		w.value("explanation", h.Explanation)
	}
	w.b = append(w.b, '}')
}

func (w *jsonWriter) highlights(h *Highlights) {
	var html []byte
	add := func(h Highlight) {
		html = h.appendHTML(html[:0])
		w.b = data.AppendJSONString(w.b, html)
	}
	w.b = append(w.name("highlights"), '{')
	w.name("title")
	add(h.Title)
	w.name("snippet")
	add(h.Snippet)
	if len(h.Authors) > 0 {
		w.b = append(w.name("authors"), '[')
		for i, author := range h.Authors {
			if i > 0 {
				w.b = append(w.b, ',')
			}
			add(author)
		}
		w.b = append(w.b, ']')
	}
	w.b = append(w.b, '}')
}

// name begins a member, after a comma unless it is the first of its object.
func (w *jsonWriter) name(name string) []byte {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(data.AppendJSONString(w.b, name), ':')
	return w.b
}

func (w *jsonWriter) text(name, s string) { w.b = data.AppendJSONString(w.name(name), s) }

// number writes a number. Those that encoding/json writes with an exponent are left to it.
func (w *jsonWriter) number(name string, n float64) {
	if size := math.Abs(n); n != 0 && !(1e-6 <= size && size < 1e21) {
		w.value(name, n)
		return
	}
	w.b = strconv.AppendFloat(w.name(name), n, 'f', -1, 64)
}

// value writes a value that is small or rare.
func (w *jsonWriter) value(name string, v any) {
	w.keep(data.AppendJSONValue(w.name(name), v))
}

func (w *jsonWriter) keep(b []byte, err error) {
	if err == nil {
		w.b = b
	} else if w.err == nil {
		w.err = err
	}
}
